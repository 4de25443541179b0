import { type Finding, findingsOf } from "../kubernetes/health/finding.ts";
import { judgeCluster } from "../kubernetes/health/judge-cluster.ts";
import { missingComponents } from "../kubernetes/health/judge-components.ts";
import { judgeCertificates, judgeNode } from "../kubernetes/health/judge-node.ts";
import { type RunningVersion, skewFindings } from "../kubernetes/health/version-skew.ts";
import type { ClusterReadings, ListedCluster, ListedNode, NodeReadings } from "./cluster-readings.ts";
import type { Reading } from "./reading.ts";

/** Days before the end of a certificate from which on it is told. kubeadm's last a year. */
const certificateDays = 30;

/** What is not as it should be in a cluster, by what was read this time; old values accuse nobody. Pure. */
export function statusFindings(cluster: ListedCluster, readings: ClusterReadings, now: number): Finding[] {
  const { api, nodes } = readings;
  const members = cluster.nodes.filter(({ role }) => role !== "etcd").map(({ name }) => name);
  const ofNodes = cluster.nodes.flatMap((node) => {
    const said = nodes.get(node.name);
    return said ? nodeFindings(node, said, now) : [];
  });
  const isKnown = api.kind === "read";
  if (!isKnown && isNotSetUp(readings)) {
    const hint = "set it up: lab play site";
    const lost = ofNodes.filter(({ check }) => check === reachability);
    return [
      findingsOf("cluster", null).error("no node has joined: the cluster is not set up", hint),
      ...lost,
    ];
  }
  return [
    ...(isKnown ? judgeCluster(api.value, members) : [unread("api", null, api)]),
    // Who is a node of the cluster, the API knows better.
    ...ofNodes.filter(({ check }) => !isKnown || check !== "nodes"),
    ...skewFindings(apiServers(readings), kubelets(readings)),
  ];
}

/** The check of a finding that says that something could not be reached, and nothing of its health. */
export const reachability = "reachable";

/** Somebody has answered, and nobody who has is a node. */
function isNotSetUp({ nodes }: ClusterReadings): boolean {
  const known = [...nodes.values()].flatMap(({ host }) =>
    host.kind === "read" ? [host.value.software] : [],
  );
  return known.length > 0 && known.every(({ hasJoined }) => !hasJoined);
}

type Failed = Extract<Reading<unknown>, { kind: "failed" }>;

function unread(check: string, node: string | null, { reason, hint, isUnreachable }: Failed): Finding {
  const found = findingsOf(isUnreachable ? reachability : check, node);
  return found.error(node === null ? `the Kubernetes API could not be asked: ${reason}` : reason, hint);
}

function nodeFindings(
  { name, role }: ListedNode,
  { host, components }: NodeReadings,
  now: number,
): Finding[] {
  if (host.kind === "failed") return [unread("host", name, host)];
  const { software } = host.value;
  const parts = components?.kind === "read" ? components.value : [];
  const silent = components?.kind === "failed" ? [unread("components", name, components)] : [];
  const sick = parts
    .filter(({ isHealthy }) => !isHealthy)
    .map((part) =>
      findingsOf("components", name).error(
        `${part.name}: ${part.problem}`,
        `crictl logs of its container, and journalctl -u kubelet, on ${name}`,
      ),
    );
  const pods = software.staticPods.map((pod) => pod.name);
  return [
    ...(role === "etcd" ? [] : judgeNode(name, software)),
    ...(role === "control_plane" && software.hasJoined ? missingComponents(name, pods) : []),
    ...silent,
    ...sick,
    ...judgeCertificates(name, software.certificates, certificateDays, now),
  ];
}

function apiServers({ nodes, api }: ClusterReadings): RunningVersion[] {
  const known = [...nodes].flatMap(([node, { components }]) => {
    const parts = components?.kind === "read" ? components.value : [];
    return parts
      .filter(({ name, version }) => name === "kube-apiserver" && version !== "")
      .map(({ version }) => ({ node, version }));
  });
  if (known.length > 0 || api.kind === "failed") return known;
  return [{ node: api.value.through, version: api.value.version }];
}

function kubelets({ nodes, api }: ClusterReadings): RunningVersion[] {
  if (api.kind === "read")
    return api.value.nodes.map(({ name, kubelet }) => ({ node: name, version: kubelet }));
  return [...nodes].flatMap(([node, { host }]) =>
    host.kind === "read" ? [{ node, version: host.value.software.kubeletVersion }] : [],
  );
}
