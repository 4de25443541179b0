import type { ClusterNode } from "./cluster-node.ts";
import type { ClusterPod } from "./cluster-pod.ts";
import { type ClusterWorkload, networkOf } from "./cluster-workload.ts";
import { type Finding, findingsOf } from "./finding.ts";

/** What the Kubernetes API says of a cluster. */
export interface ClusterObjects {
  readonly nodes: readonly ClusterNode[];
  readonly pods: readonly ClusterPod[];
  /** DaemonSets of all namespaces, Deployments at least of kube-system. */
  readonly workloads: readonly ClusterWorkload[];
}

/** Of pods that do not run, how many are named one by one. */
const mostPods = 10;

/** What is wrong with a cluster, as far as its API knows; `expected` are the nodes that the inventory names. Pure. */
export function judgeCluster(objects: ClusterObjects, expected: readonly string[]): Finding[] {
  return [
    ...missingNodes(objects.nodes, expected),
    ...objects.nodes.flatMap(nodeFindings),
    ...networkFindings(objects.workloads),
    ...dnsFindings(objects.workloads),
    ...podFindings(objects.pods),
  ];
}

function missingNodes(nodes: readonly ClusterNode[], expected: readonly string[]): Finding[] {
  const names = new Set(nodes.map(({ name }) => name));
  const missing = expected.filter((name) => !names.has(name));
  const strangers = nodes.filter(({ name }) => !expected.includes(name));
  return [
    ...missing.map((name) =>
      findingsOf("nodes", name).error("is not a node of the cluster", "let it join: lab play add-node"),
    ),
    ...strangers.map(({ name }) =>
      findingsOf("nodes", name).warning(
        "is a node of the cluster, and not in the inventory",
        "write it into clusters.json, or remove it from the cluster: kubectl delete node",
      ),
    ),
  ];
}

function nodeFindings({ name, ready, reason, message, troubles, isSchedulable }: ClusterNode): Finding[] {
  const found = findingsOf("nodes", name);
  const because = [reason, message].filter((text) => text !== "").join(": ");
  return [
    ...(ready === "True"
      ? []
      : [
          found.error(
            `is not ready${because === "" ? "" : ` (${because})`}`,
            ready === "Unknown" ? "its kubelet is silent: journalctl -u kubelet on the node" : "",
          ),
        ]),
    ...troubles.map((trouble) =>
      found.error(`${trouble.type}${trouble.message === "" ? "" : `: ${trouble.message}`}`),
    ),
    ...(isSchedulable ? [] : [found.warning("is cordoned: no new pods come to it", "kubectl uncordon it")]),
  ];
}

function networkFindings(workloads: readonly ClusterWorkload[]): Finding[] {
  const network = networkOf(workloads);
  if (!network || network.ready >= network.desired) return [];
  const message = `${network.network} is ready on ${network.ready} of ${network.desired} nodes`;
  const hint = `kubectl -n ${network.namespace} get pods -o wide, and look at the logs of those that are not ready`;
  return [findingsOf("cni", null).error(message, hint)];
}

function dnsFindings(workloads: readonly ClusterWorkload[]): Finding[] {
  const dns = dnsOf(workloads);
  if (!dns || dns.ready >= dns.desired) return [];
  const { error, warning } = findingsOf("dns", null);
  const message = `the cluster's DNS has ${dns.ready} of ${dns.desired} pods ready`;
  const hint = `kubectl -n kube-system describe deployment ${dns.name}`;
  return [dns.ready === 0 ? error(message, hint) : warning(message, hint)];
}

/** The Deployment that answers names in the cluster; null where it was left out. */
export function dnsOf(workloads: readonly ClusterWorkload[]): ClusterWorkload | null {
  const isDns = ({ kind, namespace, name }: ClusterWorkload) =>
    kind === "Deployment" && namespace === "kube-system" && name === "coredns";
  return workloads.find(isDns) ?? null;
}

/** Those of the system are errors; what users run may fail without harm to the cluster. */
function podFindings(pods: readonly ClusterPod[]): Finding[] {
  const broken = pods.filter(({ isFine }) => !isFine).toSorted((a, b) => rank(a) - rank(b));
  const shown = broken.slice(0, mostPods).map((pod): Finding => {
    const found = findingsOf("pods", null);
    const restarts = pod.restarts === 0 ? "" : `, restarts: ${pod.restarts}`;
    const where = pod.node === "" ? "" : ` on ${pod.node}`;
    const message = `${pod.namespace}/${pod.name}${where}: ${pod.reason}${restarts}`;
    const hint = `kubectl -n ${pod.namespace} describe pod ${pod.name}`;
    return isSystem(pod) ? found.error(message, hint) : found.warning(message, hint);
  });
  const rest = broken.length - shown.length;
  const more = findingsOf("pods", null).warning(`${rest} more pods do not run`, "kubectl get pods -A");
  return rest > 0 ? [...shown, more] : shown;
}

function rank(pod: ClusterPod): number {
  return isSystem(pod) ? 0 : 1;
}

const systemNamespaces: ReadonlySet<string> = new Set([
  "kube-system",
  "kube-flannel",
  "calico-system",
  "tigera-operator",
]);

function isSystem({ namespace }: ClusterPod): boolean {
  return systemNamespaces.has(namespace);
}
