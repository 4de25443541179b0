import type { InputProblem } from "../errors.ts";
import type { Declaration, DeclaredCluster } from "./declaration.ts";
import { roleOf } from "./groups.ts";

/** A cluster without a control plane cannot be brought up. */
export function missingControlPlanes({ source, clusters }: Declaration): InputProblem[] {
  return clusters
    .filter((cluster) => cluster.complete && controlPlanes(cluster) === 0)
    .map(({ path, data }) => ({
      message: `cluster "${data.name}" has no control plane`,
      location: source.locate([...path, "name"]),
      hint: 'give one of its nodes the role "control_plane" (or "master")',
    }));
}

/** An even number of control planes bears no more failures than one fewer: etcd needs a majority. A warning. */
export function evenControlPlanes({ source, clusters }: Declaration): InputProblem[] {
  return clusters.flatMap((cluster) => {
    const count = controlPlanes(cluster);
    if (count === 0 || count % 2 === 1) return [];
    return [
      {
        message: `cluster "${cluster.data.name}" has ${count} control planes, an even number`,
        location: source.locate([...cluster.path, "name"]),
        hint: `etcd survives no more failures with ${count} than with ${count - 1}: use ${count - 1} or ${count + 1}`,
      },
    ];
  });
}

function controlPlanes(cluster: DeclaredCluster): number {
  return cluster.nodes.filter(({ data }) => roleOf(data.role) === "control_plane").length;
}
