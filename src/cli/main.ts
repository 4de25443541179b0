import { CommanderError } from "commander";
import { exitCode, InputError } from "../errors.ts";
import { printProblems } from "../input/print-problems.ts";
import { createProgram } from "./program.ts";

/** Time that open handles get to close by themselves before the process ends. */
const graceMs = 2_000;

process.exitCode = await main(process.argv);
setTimeout(() => process.exit(), graceMs).unref();

async function main(argv: readonly string[]): Promise<number> {
  let code: number = exitCode.ok;
  try {
    const program = createProgram((result) => {
      code = result;
    });
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    return explain(error);
  }
}

function explain(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.input;
  if (error instanceof InputError) {
    process.stderr.write(`${printProblems(error.problems)}\n`);
    return exitCode.input;
  }
  const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`lab has a bug: please report it with the following.\n${detail}\n`);
  return exitCode.internal;
}
