import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { InputError } from "../errors.ts";

/** Asks for a password on the terminal without showing it. Throws InputError when there is no terminal. */
export async function askPassword(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) {
    throw new InputError({
      message: `cannot ask for the ${prompt}: there is no terminal`,
      hint: "run lab in a terminal",
    });
  }
  process.stderr.write(`${prompt}: `);
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: silent, terminal: true });
  try {
    return await new Promise<string>((resolve, reject) => {
      lines.once("line", resolve);
      lines.once("SIGINT", () => reject(new InputError({ message: "no password was given" })));
    });
  } finally {
    lines.close();
    process.stderr.write("\n");
  }
}
