import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { exitCode, InputError } from "../../src/errors.ts";
import { printProblems } from "../../src/input/print-problems.ts";
import { installPackages } from "../../src/sandbox/install-packages.ts";
import { hasProgram } from "../../src/sandbox/local-program.ts";
import { closeConnections } from "./ansible-contender.ts";
import { withBenchSandbox } from "./bench-sandbox.ts";
import { job } from "./job.ts";
import { kubernetesBench } from "./kubernetes/kubernetes-bench.ts";
import { judgeKubernetes } from "./kubernetes/kubernetes-section.ts";
import { describeMachine } from "./machine.ts";
import { type Effort, measure } from "./measure.ts";
import { prepareHosts } from "./prepare-hosts.ts";
import type { Results } from "./results.ts";
import { clustersText, resultsPage, resultsText } from "./results-page.ts";
import { judge } from "./targets.ts";
import { validateBench } from "./validate/validate-bench.ts";

const page = join(import.meta.dirname, "../../docs/benchmarks.md");

const thorough: Effort = { runs: 9, ansibleRuns: 3, startRuns: 25, memoryRuns: 5 };
const quick: Effort = { runs: 3, ansibleRuns: 1, startRuns: 15, memoryRuns: 1 };

/** How often each contender brings up a cluster of each size. */
const clusterRuns = { thorough: 3, quick: 1 } as const;

/** What the contenders need on this machine: program and Debian package. */
const needed = { ssh: "openssh-client", "ansible-playbook": "ansible-core" } as const;

const progress = (line: string) => void process.stderr.write(`${line}\n`);

/** Measures everything, on hosts that are started for it. */
async function runBench(isQuick: boolean, signal: AbortSignal): Promise<Results> {
  const missing = Object.entries(needed).filter(([program]) => !hasProgram(program));
  if (missing.length > 0)
    await installPackages(
      missing.map(([, name]) => name),
      progress,
    );
  signal.throwIfAborted();
  const machine = await describeMachine();
  const effort = isQuick ? quick : thorough;
  const reached = { signal, progress };
  const results = await withBenchSandbox(job.hosts, reached, async ({ sandbox, files, context }) => {
    try {
      await prepareHosts(sandbox, files, context, progress);
      return await measure({ sandbox, files, machine, effort, context, progress });
    } finally {
      await closeConnections(files.home);
    }
  });
  return { ...results, kubernetes: await kubernetesBench(clusterRunsOf(isQuick), reached) };
}

function clusterRunsOf(isQuick: boolean): number {
  return isQuick ? clusterRuns.quick : clusterRuns.thorough;
}

async function benchAll(isQuick: boolean, signal: AbortSignal): Promise<boolean> {
  const results = await runBench(isQuick, signal);
  process.stdout.write(resultsText(results));
  // A few runs are enough to see whether it works, not for numbers to quote.
  if (!isQuick) await writeFile(page, resultsPage(results));
  return judge(results).every(({ isMet }) => isMet);
}

async function benchKubernetes(isQuick: boolean, signal: AbortSignal): Promise<boolean> {
  const results = await kubernetesBench(clusterRunsOf(isQuick), { signal, progress });
  process.stdout.write(clustersText(results));
  return judgeKubernetes(results).every(({ isMet }) => isMet);
}

const benchValidate = (isQuick: boolean, signal: AbortSignal): Promise<boolean> =>
  validateBench(isQuick ? 1 : 5, signal, (text) => process.stdout.write(text));

/** Parts that can be measured alone. */
const parts = new Map([
  ["kubernetes", benchKubernetes],
  ["validate", benchValidate],
]);

/** `bench` measures against other programs, on hosts; `bench kubernetes` only clusters; `bench validate` needs no hosts. */
async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const options = { quick: { type: "boolean", default: false } } as const;
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [subject] = positionals;
  const part = subject === undefined ? benchAll : parts.get(subject);
  if (part === undefined || positionals.length > 1) {
    throw new InputError({
      message: `there is no bench "${positionals.join(" ")}"`,
      hint: `known: ${[...parts.keys()].join(", ")}`,
    });
  }
  return (await part(values.quick, signal)) ? exitCode.ok : 1;
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
