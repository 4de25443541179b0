import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { exitCode, InputError } from "../../src/errors.ts";
import { printProblems } from "../../src/input/print-problems.ts";
import { installPackages } from "../../src/sandbox/install-packages.ts";
import { hasProgram } from "../../src/sandbox/local-program.ts";
import { down, up } from "../../src/sandbox/sandbox.ts";
import { removeLeftovers, sandboxNameOfRun } from "../e2e/test-sandboxes.ts";
import { closeConnections } from "./ansible-contender.ts";
import { writeBenchFiles } from "./bench-files.ts";
import { job } from "./job.ts";
import { describeMachine } from "./machine.ts";
import { type Effort, measure } from "./measure.ts";
import { prepareHosts } from "./prepare-hosts.ts";
import type { Results } from "./results.ts";
import { resultsPage, resultsText } from "./results-page.ts";
import { judge } from "./targets.ts";
import { validateBench } from "./validate/validate-bench.ts";

const page = join(import.meta.dirname, "../../docs/benchmarks.md");

const thorough: Effort = { runs: 9, ansibleRuns: 3, startRuns: 25, memoryRuns: 5 };
const quick: Effort = { runs: 3, ansibleRuns: 1, startRuns: 15, memoryRuns: 1 };

/** What the contenders need on this machine: program and Debian package. */
const needed = { ssh: "openssh-client", "ansible-playbook": "ansible-core" } as const;

const progress = (line: string) => void process.stderr.write(`${line}\n`);

/** Starts hosts, measures on them, and removes them again, whatever happens. */
async function runBench(effort: Effort, signal: AbortSignal): Promise<Results> {
  await removeLeftovers();
  const missing = Object.entries(needed).filter(([program]) => !hasProgram(program));
  if (missing.length > 0)
    await installPackages(
      missing.map(([, name]) => name),
      progress,
    );
  signal.throwIfAborted();
  const machine = await describeMachine();
  const folder = await mkdtemp(join(tmpdir(), "lab-bench-"));
  const name = sandboxNameOfRun(process.pid);
  try {
    const sandbox = await up({ name, layout: job.hosts, folder: join(folder, "sandbox"), progress, signal });
    const files = await writeBenchFiles(sandbox, folder);
    const context = { folder, signal };
    await prepareHosts(sandbox, files, context, progress);
    return await measure({ sandbox, files, machine, effort, context, progress });
  } finally {
    progress("Removing the hosts");
    await closeConnections(join(folder, "ansible"));
    await down(name);
    await rm(folder, { recursive: true, force: true });
  }
}

/** `bench` measures against other programs, on hosts; `bench validate` needs none. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = { quick: { type: "boolean", default: false } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [subject, ...rest] = positionals;
  if (rest.length > 0 || (subject !== undefined && subject !== "validate")) {
    throw new InputError({
      message: `there is no bench "${positionals.join(" ")}"`,
      hint: "known: validate",
    });
  }
  if (subject === "validate") {
    const isMet = await validateBench(values.quick ? 1 : 5, signal, (text) => process.stdout.write(text));
    return isMet ? exitCode.ok : 1;
  }
  const results = await runBench(values.quick ? quick : thorough, signal);
  process.stdout.write(resultsText(results));
  // A few runs are enough to see whether it works, not for numbers to quote.
  if (!values.quick) await writeFile(page, resultsPage(results));
  return judge(results).every(({ isMet }) => isMet) ? exitCode.ok : 1;
}

function explain(error: unknown, signal: AbortSignal): number {
  if (signal.aborted) return exitCode.interrupted;
  const stack = error instanceof Error ? error.stack : String(error);
  process.stderr.write(`${error instanceof InputError ? printProblems(error.problems) : stack}\n`);
  return 1;
}

const interruption = new AbortController();
const interrupt = () => interruption.abort();
process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
process.exitCode = await main(process.argv.slice(2), interruption.signal).catch((error: unknown) =>
  explain(error, interruption.signal),
);
process.off("SIGINT", interrupt).off("SIGTERM", interrupt);
