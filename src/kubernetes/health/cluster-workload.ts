import { fieldAt, numberAt, textAt } from "./object-fields.ts";

/** A Deployment or DaemonSet: how many pods it is to have, and how many of them are ready. */
export interface ClusterWorkload {
  readonly kind: "DaemonSet" | "Deployment";
  readonly namespace: string;
  readonly name: string;
  readonly desired: number;
  readonly ready: number;
}

/** Reads a DaemonSet. Pure. */
export function daemonSet(object: unknown): ClusterWorkload {
  return {
    ...named("DaemonSet", object),
    desired: numberAt(object, "status", "desiredNumberScheduled"),
    ready: numberAt(object, "status", "numberReady"),
  };
}

/** Reads a Deployment, of which the API takes one replica where none is said. Pure. */
export function deployment(object: unknown): ClusterWorkload {
  const replicas = fieldAt(object, "spec", "replicas");
  return {
    ...named("Deployment", object),
    desired: typeof replicas === "number" ? replicas : 1,
    ready: numberAt(object, "status", "readyReplicas"),
  };
}

function named(kind: ClusterWorkload["kind"], object: unknown) {
  return {
    kind,
    namespace: textAt(object, "metadata", "namespace"),
    name: textAt(object, "metadata", "name"),
  };
}

/** DaemonSets by which container networks run, as their manifests and charts name them. */
const networks: Readonly<Record<string, string>> = {
  cilium: "cilium",
  "kube-flannel-ds": "flannel",
  "calico-node": "calico",
  "kube-router": "kube-router",
  "weave-net": "weave",
};

/** The container network among the DaemonSets of a cluster; null where it runs by configuration alone, or not at all. */
export function networkOf(
  workloads: readonly ClusterWorkload[],
): (ClusterWorkload & { network: string }) | null {
  for (const workload of workloads) {
    const network = workload.kind === "DaemonSet" ? networks[workload.name] : undefined;
    if (network !== undefined) return { ...workload, network };
  }
  return null;
}
