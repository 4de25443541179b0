import type { Progress } from "../../../src/sandbox/progress.ts";
import { withBenchSandbox } from "../bench-sandbox.ts";
import { clusterSizes } from "./cluster-size.ts";
import type { KubernetesResults } from "./kubernetes-results.ts";
import { measureClusters } from "./measure-clusters.ts";
import { measureConverged } from "./measure-converged.ts";
import { kubernetesVersion, prepareNodes } from "./prepare-nodes.ts";

/** What it takes to bring up clusters with lab, and by hand. Hosts are started for it, and removed. */
export function kubernetesBench(
  runs: number,
  reached: { readonly signal: AbortSignal; readonly progress: Progress },
): Promise<KubernetesResults> {
  const { progress } = reached;
  const hosts = Math.max(...clusterSizes.map(({ nodes }) => nodes));
  return withBenchSandbox(hosts, reached, async (bench) => {
    await prepareNodes(bench, progress);
    const sizes = await measureClusters(bench, runs, progress);
    const converged = await measureConverged(bench, runs, progress);
    return { version: kubernetesVersion, sizes, converged };
  });
}
