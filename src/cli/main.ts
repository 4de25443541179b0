import { CommanderError } from "commander";
import { exitCode, InputError, Interrupted } from "../errors.ts";
import { printProblems } from "../input/print-problems.ts";
import { readDefaults } from "./defaults.ts";
import { endProcessAfter } from "./end-process.ts";
import { createProgram } from "./program.ts";

/** Time that open handles get to close by themselves before the process ends. */
const graceMs = 2_000;

for (const stream of [process.stdout, process.stderr]) stream.on("error", ignoreLostReader);
process.exitCode = await main(process.argv);
endProcessAfter(graceMs);

async function main(argv: readonly string[]): Promise<number> {
  let code: number = exitCode.ok;
  try {
    const program = createProgram(await readDefaults(process.env), (result) => {
      code = result;
    });
    await program.parseAsync(argv);
    return code;
  } catch (error) {
    return await explain(error);
  }
}

/** A reader that goes away (`| head`, a closed terminal) must not end a run in the middle of a task. */
function ignoreLostReader(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE" && error.code !== "EIO") throw error;
}

async function explain(error: unknown): Promise<number> {
  if (error instanceof CommanderError) return error.exitCode === 0 ? exitCode.ok : exitCode.input;
  // Nobody else has looked at what is said now.
  const { processRedactor } = await import("./process-redactor.ts");
  if (error instanceof InputError) {
    const problems = processRedactor.redactDeep(error.problems);
    process.stderr.write(`${printProblems(problems)}\n`);
    return error instanceof Interrupted ? exitCode.interrupted : exitCode.input;
  }
  const said = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const detail = processRedactor.redact(said);
  process.stderr.write(`lab has a bug: please report it with the following.\n${detail}\n`);
  return exitCode.internal;
}
