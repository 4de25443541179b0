import type { ClusterPod } from "./cluster-pod.ts";
import { type Finding, findingsOf } from "./finding.ts";
import type { ClusterObjects } from "./judge-cluster.ts";
import { type RunningVersion, skewFindings } from "./version-skew.ts";

const components = ["kube-apiserver", "kube-controller-manager", "kube-scheduler"];

/** What is wrong with a control plane that has only these static pods; whether they run is another question. Pure. */
export function missingComponents(plane: string, present: readonly string[]): Finding[] {
  const names = components.filter((name) => !present.includes(name));
  if (names.length === 0) return [];
  const hint = `ls /etc/kubernetes/manifests, and journalctl -u kubelet, on ${plane}`;
  return [findingsOf("components", plane).error(`does not run ${names.join(", ")}`, hint)];
}

/**
 * Static pods that a control plane does not have, and versions that do not go together, by what the API knows. Those that
 * are there and do not run are among the pods. Pure.
 */
export function judgeComponents({ nodes, pods }: ClusterObjects): Finding[] {
  const planes = nodes.filter(({ isControlPlane }) => isControlPlane).map(({ name }) => name);
  const missing = planes.flatMap((plane) => {
    const own = pods.filter(({ node }) => node === plane).map(({ component }) => component);
    return missingComponents(plane, own);
  });
  const kubelets = nodes.map(({ name, kubelet }) => ({ node: name, version: kubelet }));
  return [...missing, ...skewFindings(apiServersOf(pods), kubelets)];
}

function apiServersOf(pods: readonly ClusterPod[]): RunningVersion[] {
  return pods
    .filter(({ component }) => component === "kube-apiserver")
    .map(({ node, image }) => ({ node, version: /:(v?\d[^@]*)/.exec(image)?.[1] ?? "" }));
}
