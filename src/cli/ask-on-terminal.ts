import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { InputError, Interrupted } from "../errors.ts";

/** Something to ask the user. */
export interface Question {
  readonly text: string;
  /** What is typed is not shown. */
  readonly isHidden: boolean;
}

/** Asks the user and returns what was typed. Throws InputError when there is no answer. */
export type Ask = (question: Question) => Promise<string>;

/** Asks on the terminal, by way of stderr. Throws InputError when there is no terminal, and on Ctrl-D; Interrupted on Ctrl-C. */
export const askOnTerminal: Ask = async ({ text, isHidden }) => {
  const prompt = /[:?]\s*$/.test(text) ? `${text.trimEnd()} ` : `${text}: `;
  if (!process.stdin.isTTY) {
    throw new InputError({
      message: `there is no terminal to ask: ${text.trim()}`,
      hint: "run lab in a terminal",
    });
  }
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const output = isHidden ? silent : process.stderr;
  const lines = createInterface({ input: process.stdin, output, terminal: true });
  if (isHidden) process.stderr.write(prompt);
  try {
    return await new Promise<string>((resolve, reject) => {
      const problem = { message: `there was no answer to: ${text.trim()}` };
      lines.question(isHidden ? "" : prompt, resolve);
      lines.once("SIGINT", () => reject(new Interrupted(problem)));
      lines.once("close", () => reject(new InputError(problem)));
    });
  } finally {
    lines.close();
    if (isHidden) process.stderr.write("\n");
  }
};
