import { writeSync } from "node:fs";

/** Prints a line on stdout, at once: nothing is lost when the program ends. */
export function print(line = ""): void {
  write(1, `${line}\n`);
}

/** Prints a line on stderr, at once. */
export function warn(line: string): void {
  write(2, `${line}\n`);
}

/** Prints as it is. */
export function printRaw(text: string): void {
  write(1, text);
}

function write(descriptor: number, text: string): void {
  let rest = Buffer.from(text);
  while (rest.length > 0) {
    try {
      rest = rest.subarray(writeSync(descriptor, rest));
    } catch (error) {
      const code = error instanceof Error && "code" in error ? error.code : undefined;
      if (code === "EPIPE") return;
      if (code !== "EAGAIN") throw error;
    }
  }
}
