import { writeFile } from "node:fs/promises";
import { cpus, release } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { removeWithThisProcess } from "../e2e/remove-with-this-process.ts";
import {
  removeLeftovers,
  removeSandboxesOfRun,
  sandboxNameOfRun,
  startTestSandbox,
} from "../e2e/test-sandboxes.ts";
import { closingLine } from "../outcome.ts";
import { allFaults, type Row, type RowGroup } from "./all-faults.ts";
import { type ResultGroup, reliabilityPage } from "./reliability-page.ts";
import type { FaultResult } from "./run-fault.ts";
import { exceptions } from "./scene/exceptions.ts";
import { openScene, type Scene } from "./scene/scene.ts";

const page = join(import.meta.dirname, "../../docs/reliability.md");

/** As many as a converged run is counted on; the other faults take some of them. */
const hostCount = 5;

const progress = (line: string) => void process.stderr.write(`${line}\n`);

/** Starts hosts, makes every fault happen on them, and removes them again, whatever happens. */
async function runFaults(groups: readonly RowGroup[], signal: AbortSignal): Promise<ResultGroup[]> {
  await removeLeftovers();
  const watcher = removeWithThisProcess();
  let scene: Scene | null = null;
  try {
    const { hosts } = await startTestSandbox(sandboxNameOfRun(process.pid), hostCount);
    signal.throwIfAborted();
    progress("Preparing the hosts");
    scene = await openScene(hosts);
    const results: ResultGroup[] = [];
    for (const group of groups) results.push(await runGroup(group, scene, signal));
    return results;
  } finally {
    progress("\nRemoving the hosts");
    await scene?.close();
    await removeSandboxesOfRun(process.pid);
    watcher.stdin?.end();
  }
}

async function runGroup({ title, rows }: RowGroup, scene: Scene, signal: AbortSignal): Promise<ResultGroup> {
  if (rows.length > 0) progress(`\n${title}`);
  const results: FaultResult[] = [];
  for (const row of rows) {
    signal.throwIfAborted();
    const result = await runRow(row, scene, signal);
    results.push(result);
    progress(
      `${result.broken.length === 0 ? "kept  " : "BROKEN"} ${result.name}\n         ${result.happened}`,
    );
    for (const broken of result.broken) progress(`       ! ${broken}`);
  }
  return { title, results };
}

/** A row that cannot be measured is a broken one. Throws the signal's reason at once when it is aborted. */
async function runRow({ name, limitMs, run }: Row, scene: Scene, signal: AbortSignal): Promise<FaultResult> {
  const { promise: ended, reject } = Promise.withResolvers<never>();
  const end = () => reject(signal.reason);
  signal.addEventListener("abort", end, { once: true });
  const late = setTimeout(() => reject(new Error(`it took more than ${limitMs / 1000} s`)), limitMs);
  try {
    return { name, ...(await Promise.race([run(scene, signal), ended])) };
  } catch (error) {
    signal.throwIfAborted();
    const broken = [error instanceof Error ? error.message : String(error)];
    return { name, promise: "", happened: "not measured", broken };
  } finally {
    clearTimeout(late);
    signal.removeEventListener("abort", end);
  }
}

/** Those in whose name, or in the title of whose group, this word is; all where it is not given. */
function only(word: string | undefined): readonly RowGroup[] {
  if (word === undefined) return allFaults;
  const has = (text: string) => text.toLowerCase().includes(word.toLowerCase());
  return allFaults.map(({ title, rows }) => ({
    title,
    rows: rows.filter(({ name }) => has(title) || has(name)),
  }));
}

const machine = `${cpus().length} CPUs, Linux ${release().split(".", 2).join(".")}, Node ${process.versions.node}`;
const { values } = parseArgs({ options: { only: { type: "string" } } });
const interruption = new AbortController();
const interrupt = () => interruption.abort();
process.on("SIGINT", interrupt).on("SIGTERM", interrupt);
const groups = await runFaults(only(values.only), interruption.signal).catch((error: unknown) => {
  progress(error instanceof Error ? String(error.stack) : String(error));
  return null;
});
const results = (groups ?? []).flatMap((group) => group.results);
const broken = results.filter((result) => result.broken.length > 0).length;
const failed = groups === null || results.length === 0 ? broken + 1 : broken;
if (groups !== null && values.only === undefined) {
  await writeFile(page, reliabilityPage({ date: new Date(), groups, exceptions, machine }));
}
process.stdout.write(`\n${closingLine({ passed: results.length - broken, failed, skipped: 0 })}\n`);
process.exit(failed > 0 ? 1 : 0);
