import type { Progress } from "../../../src/sandbox/progress.ts";
import type { BenchSandbox } from "../bench-sandbox.ts";
import { labCommand } from "../lab-contender.ts";
import { parseRecap } from "../recap.ts";
import { summarise } from "../statistics.ts";
import { timedRun } from "../timed-run.ts";
import { clusterSizes } from "./cluster-size.ts";
import type { KubernetesResults } from "./kubernetes-results.ts";
import { inventoryOf } from "./prepare-nodes.ts";
import { takeProgramTimes } from "./program-times.ts";
import { resetNodes } from "./reset-nodes.ts";

/** Brings up the largest cluster by `lab play site.yaml`, and times further runs of it, which change nothing. */
export async function measureConverged(
  { sandbox, context }: BenchSandbox,
  runs: number,
  progress: Progress,
): Promise<KubernetesResults["converged"]> {
  const largest = clusterSizes.reduce((a, b) => (a.nodes < b.nodes ? b : a));
  const command = labCommand(["play", "site.yaml", "-i", inventoryOf(context.folder, largest)]);
  progress("Measuring site.yaml on a cluster that is as it should be");
  await resetNodes(sandbox.hosts);
  await timedRun(command, context);
  const seconds: number[] = [];
  let frames = 0;
  let calls = 0;
  while (seconds.length < runs) {
    await takeProgramTimes(sandbox.hosts);
    const run = await timedRun(command, context);
    const recap = parseRecap(run.output);
    const changed = recap.filter(({ counters }) => counters.get("changed") !== 0);
    if (recap.length !== largest.nodes || changed.length > 0)
      throw new Error(
        `a second run is to change nothing on ${largest.nodes} hosts:\n${run.output.slice(-2000)}`,
      );
    seconds.push(run.seconds);
    frames = Math.max(frames, ...recap.map(({ counters }) => counters.get("frames") ?? 0));
    calls = (await takeProgramTimes(sandbox.hosts)).calls;
  }
  return { nodes: largest.nodes, seconds: summarise(seconds), frames, calls };
}
