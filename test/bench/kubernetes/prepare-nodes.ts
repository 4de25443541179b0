import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { defaultLayout, renderClusters } from "../../../src/sandbox/layout.ts";
import type { Progress } from "../../../src/sandbox/progress.ts";
import { makeKubernetesProject } from "../../kubernetes-project.ts";
import type { BenchSandbox } from "../bench-sandbox.ts";
import { labCommand } from "../lab-contender.ts";
import { timedRun } from "../timed-run.ts";
import { type ClusterSize, clusterSizes } from "./cluster-size.ts";
import { recordProgramTimes } from "./program-times.ts";

/** What the clusters are made of. */
export const kubernetesVersion = "1.33.4";

/** The inventory of a cluster of that size, and of its kubeconfig. */
export function inventoryOf(folder: string, { nodes }: ClusterSize): string {
  return join(folder, `clusters-${nodes}.json`);
}

/** The folder that lab fetches kubeconfigs to. */
function kubeconfigs(folder: string): string {
  return join(folder, "kubeconfigs");
}

/** Brings hosts to the state from which clusters are made: base system, containerd, kubeadm, kubelet, kubectl, images. */
export async function prepareNodes(
  { sandbox: { hosts, files }, context }: BenchSandbox,
  progress: Progress,
): Promise<void> {
  const { folder } = context;
  progress("Making a bundle of stand-ins");
  await makeKubernetesProject(folder, {
    hosts,
    versions: [kubernetesVersion],
    vars: { kubeconfig_folder: kubeconfigs(folder) },
  });
  await recordProgramTimes(hosts);
  for (const size of clusterSizes) {
    const login = { user: "root", key: files.key, knownHosts: files.knownHosts };
    await writeFile(inventoryOf(folder, size), renderClusters(defaultLayout(size.nodes), hosts, login));
  }
  progress("Installing containerd and the stand-ins of Kubernetes with lab");
  const [all] = clusterSizes.toSorted((a, b) => b.nodes - a.nodes);
  if (all === undefined) throw new RangeError("there are no sizes");
  const args = ["play", "site.yaml", "-i", inventoryOf(folder, all), "--tags", "base,containerd,kubernetes"];
  await timedRun(labCommand(args), context);
}
