import type { Progress } from "../../src/sandbox/progress.ts";
import type { Sandbox } from "../../src/sandbox/sandbox.ts";
import { ansibleContender } from "./ansible-contender.ts";
import type { BenchFiles } from "./bench-files.ts";
import type { Contender } from "./contender.ts";
import { handContender } from "./hand-contender.ts";
import { interleave } from "./interleave.ts";
import { job } from "./job.ts";
import { labCommand, labContender, playArguments } from "./lab-contender.ts";
import type { Machine } from "./machine.ts";
import { measuringMemory, peakMemory } from "./peak-memory.ts";
import { parseRecap } from "./recap.ts";
import type { ContenderResult, Results } from "./results.ts";
import { summarise } from "./statistics.ts";
import { type RunContext, timedRun } from "./timed-run.ts";
import { trafficOf } from "./traffic.ts";

/** How often things are measured. */
export interface Effort {
  readonly runs: number;
  readonly ansibleRuns: number;
  readonly startRuns: number;
  readonly memoryRuns: number;
}

/** Everything that a measurement works on; the hosts are in the state of the job. */
export interface Bench {
  readonly sandbox: Sandbox;
  readonly files: BenchFiles;
  readonly machine: Machine;
  readonly effort: Effort;
  readonly context: RunContext;
  readonly progress: Progress;
}

/** Measures everything. Throws an Error when a run was not what it is to be: then no number is worth anything. */
export async function measure(bench: Bench): Promise<Omit<Results, "kubernetes">> {
  const { files, effort, machine } = bench;
  const lab = labContender(files.clusters, effort.runs);
  const byHand = handContender(files, effort.runs);
  const ansible = ansibleContender(files, effort.ansibleRuns);
  const contenders = [lab, byHand, ansible];
  const traffic = new Map<Contender, number>();
  for (const contender of contenders) traffic.set(contender, await warmUp(contender, bench));
  const { seconds, frames } = await takeTurns(contenders, bench);
  const resultOf = (contender: Contender): ContenderResult => ({
    name: contender.name,
    seconds: summarise(seconds.get(contender) ?? []),
    bytesPerHost: traffic.get(contender) ?? 0,
  });
  return {
    date: new Date(),
    machine,
    hosts: job.hosts,
    resources: job.resources,
    lab: resultOf(lab),
    byHand: resultOf(byHand),
    ansible: resultOf(ansible),
    frames,
    peakMemory: summarise(await measureMemory(bench)),
    ...(await measureStart(bench)),
  };
}

/** One run that is not timed, during which the traffic of one host is counted. */
async function warmUp(contender: Contender, { sandbox, context, progress }: Bench): Promise<number> {
  const [host] = sandbox.hosts;
  if (!host) throw new Error("the sandbox has no hosts");
  progress(`Warming up: ${contender.name}`);
  const before = await trafficOf(host);
  contender.check((await timedRun(contender.command, context)).output);
  return (await trafficOf(host)) - before;
}

async function takeTurns(
  contenders: readonly Contender[],
  { context, progress }: Bench,
): Promise<{ readonly seconds: ReadonlyMap<Contender, readonly number[]>; readonly frames: number }> {
  const seconds = new Map(contenders.map((contender) => [contender, [] as number[]]));
  let frames = 0;
  for (const contender of interleave(contenders)) {
    const run = await timedRun(contender.command, context);
    contender.check(run.output);
    seconds.get(contender)?.push(run.seconds);
    frames = Math.max(frames, ...parseRecap(run.output).map(({ counters }) => counters.get("frames") ?? 0));
    progress(`${contender.name.padEnd(8)} ${run.seconds.toFixed(2).padStart(6)} s`);
  }
  return { seconds, frames };
}

async function measureMemory({ files, effort, context, progress }: Bench): Promise<number[]> {
  progress("Measuring the memory of lab");
  const command = labCommand(playArguments(files.clusters), measuringMemory);
  const bytes: number[] = [];
  while (bytes.length < effort.memoryRuns) bytes.push(await peakMemory(command, context));
  return bytes;
}

async function measureStart({
  effort,
  context,
  progress,
}: Bench): Promise<Pick<Results, "labVersionSeconds" | "emptyNodeSeconds">> {
  progress("Measuring the start of lab");
  const runs = effort.startRuns;
  const version = { command: labCommand(["--version"]), runs, seconds: [] as number[] };
  const empty = { command: { program: process.execPath, args: ["-e", "0"] }, runs, seconds: [] as number[] };
  for (const { command } of [version, empty]) await timedRun(command, context);
  for (const one of interleave([version, empty])) {
    one.seconds.push((await timedRun(one.command, context)).seconds);
  }
  return { labVersionSeconds: summarise(version.seconds), emptyNodeSeconds: summarise(empty.seconds) };
}
