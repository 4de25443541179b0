import { join } from "node:path";
import { defaultLayout } from "../../../src/sandbox/layout.ts";
import type { BenchSandbox } from "../bench-sandbox.ts";
import type { Command } from "../contender.ts";
import { labCommand } from "../lab-contender.ts";
import type { ClusterSize } from "./cluster-size.ts";
import { inventoryOf, kubernetesVersion } from "./prepare-nodes.ts";

/** One way to make prepared hosts into a cluster of one size, nodes ready and kubeconfig fetched. */
export interface ClusterContender {
  readonly name: "lab" | "by hand";
  readonly size: ClusterSize;
  readonly command: Command;
  /** How often it is measured. */
  readonly runs: number;
}

/** lab and the script by hand, for one size. */
export function clusterContenders(
  { sandbox, files, context: { folder } }: BenchSandbox,
  size: ClusterSize,
  runs: number,
): ClusterContender[] {
  const [cluster] = defaultLayout(size.nodes);
  if (cluster === undefined) throw new RangeError("the layout has no cluster");
  const nodes = sandbox.hosts.slice(0, size.nodes).map(({ name, address }) => `${name}=${address}`);
  const script = join(import.meta.dirname, "by-hand.sh");
  const fixed = [kubernetesVersion, cluster.podCidr, cluster.serviceCidr];
  const byHand = [script, files.sshConfig, join(folder, "kubeconfig"), ...fixed, ...nodes];
  return [
    {
      name: "lab",
      size,
      runs,
      command: labCommand(["play", "kubernetes.yaml", "-i", inventoryOf(folder, size)]),
    },
    { name: "by hand", size, runs, command: { program: "sh", args: byHand } },
  ];
}
