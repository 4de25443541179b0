import type { Progress } from "../../../src/sandbox/progress.ts";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import type { BenchSandbox } from "../bench-sandbox.ts";
import { interleave } from "../interleave.ts";
import { summarise } from "../statistics.ts";
import { timedRun } from "../timed-run.ts";
import { type ClusterContender, clusterContenders } from "./cluster-contender.ts";
import { clusterSizes } from "./cluster-size.ts";
import type { ClusterResult, SizeResult } from "./kubernetes-results.ts";
import { onHosts } from "./on-hosts.ts";
import { type ProgramTimes, takeProgramTimes } from "./program-times.ts";
import { resetNodes } from "./reset-nodes.ts";

interface ClusterRun {
  readonly seconds: number;
  readonly programs: ProgramTimes;
}

/** Lets the contenders bring up clusters of all sizes in turn, `runs` times each, on prepared hosts. */
export async function measureClusters(
  bench: BenchSandbox,
  runs: number,
  progress: Progress,
): Promise<SizeResult[]> {
  const sizes = clusterSizes.map((size) => ({ size, contenders: clusterContenders(bench, size, runs) }));
  const measured = new Map<ClusterContender, ClusterRun[]>();
  for (const contender of interleave(sizes.flatMap(({ contenders }) => contenders))) {
    const run = await bringUp(contender, bench);
    measured.set(contender, [...(measured.get(contender) ?? []), run]);
    progress(`${contender.size.name}: ${contender.name.padEnd(8)} ${run.seconds.toFixed(2).padStart(6)} s`);
  }
  return sizes.map(({ size, contenders }) => {
    const resultOf = (name: ClusterContender["name"]): ClusterResult =>
      summariseRuns(contenders.flatMap((one) => (one.name === name ? (measured.get(one) ?? []) : [])));
    return { size, lab: resultOf("lab"), byHand: resultOf("by hand") };
  });
}

async function bringUp({ command, size }: ClusterContender, bench: BenchSandbox): Promise<ClusterRun> {
  const hosts = bench.sandbox.hosts.slice(0, size.nodes);
  await resetNodes(bench.sandbox.hosts);
  await takeProgramTimes(bench.sandbox.hosts);
  const { seconds } = await timedRun(command, bench.context);
  const programs = await takeProgramTimes(hosts);
  await checkReady(hosts);
  return { seconds, programs };
}

/** Throws an Error unless the cluster has these nodes, all of them ready. */
async function checkReady(hosts: readonly SandboxHost[]): Promise<void> {
  const path =
    '{range .items[*]}{.metadata.name}={.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}';
  const script = `kubectl --kubeconfig=/etc/kubernetes/admin.conf get nodes -o jsonpath='${path}'`;
  const [found = ""] = await onHosts(hosts.slice(0, 1), script);
  const wanted = hosts.map(({ name }) => `${name}=True`).toSorted();
  const nodes = found.trim().split("\n").toSorted();
  if (nodes.join() !== wanted.join())
    throw new Error(`the cluster is not what it is to be: ${nodes.join(", ")}`);
}

function summariseRuns(runs: readonly ClusterRun[]): ClusterResult {
  return {
    seconds: summarise(runs.map(({ seconds }) => seconds)),
    calls: Math.max(...runs.map(({ programs }) => programs.calls)),
    programSeconds: summarise(runs.map(({ programs }) => programs.seconds)),
  };
}
