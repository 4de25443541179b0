import { readFileSync } from "node:fs";
import { InputError } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";

/** One entry of a file of JSON lines. */
export type LineEntry = Readonly<Record<string, unknown>>;

/**
 * The entries of a file of JSON lines; empty where there is no file. A last line that was cut off, as by a machine that
 * lost its power, is left out. Throws InputError where another line is damaged.
 */
export function readLines(path: string): LineEntry[] {
  const lines = textOf(path).split("\n");
  return lines.flatMap((line, index) => {
    if (line === "") return [];
    const entry = parseEntry(line);
    if (entry !== null) return [entry];
    // Whatever follows a torn line was never written by lab.
    if (index >= lines.length - 2) return [];
    throw new InputError({
      message: `${path} is damaged in line ${index + 1}`,
      hint: "remove that line, or the folder of the run",
    });
  });
}

function textOf(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return "";
    throw new InputError({ message: `${path} cannot be read: ${String(error)}`, hint: "check who owns it" });
  }
}

function parseEntry(line: string): LineEntry | null {
  try {
    const entry: unknown = JSON.parse(line);
    return isMapping(entry) ? entry : null;
  } catch {
    return null;
  }
}
