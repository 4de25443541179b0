import type { ClusterPod } from "../kubernetes/health/cluster-pod.ts";
import { networkOf } from "../kubernetes/health/cluster-workload.ts";
import type { Finding } from "../kubernetes/health/finding.ts";
import { dnsOf } from "../kubernetes/health/judge-cluster.ts";
import type { ClusterReadings, ListedCluster } from "./cluster-readings.ts";
import { nodeStatus } from "./node-status.ts";
import { ageOf, lastOf } from "./reading.ts";
import { reachability, statusFindings } from "./status-findings.ts";
import type { ClusterStatus } from "./status-schema.ts";

/** What one cluster is like at `now`, in ms since 1970: the last known values, and what is wrong. Pure. */
export function clusterStatus(cluster: ListedCluster, readings: ClusterReadings, now: number): ClusterStatus {
  const { api, nodes } = readings;
  const known = lastOf(api)?.value ?? null;
  const findings = statusFindings(cluster, readings, now);
  const dns = known && dnsOf(known.workloads);
  return {
    name: cluster.name,
    verdict: verdictOf(findings),
    api: {
      reachable: api.kind === "read",
      through: known?.through ?? null,
      version: known?.version ?? null,
      problem: api.kind === "failed" ? api.reason : null,
      ageSeconds: ageOf(api, now),
    },
    nodes: cluster.nodes.flatMap((node) => {
      const said = nodes.get(node.name);
      const object = known?.nodes.find(({ name }) => name === node.name) ?? null;
      return said ? [nodeStatus(node, said, object, now)] : [];
    }),
    network: networkStatus(readings),
    dns: dns && { name: dns.name, ready: dns.ready, desired: dns.desired },
    pods: known && { total: known.pods.length, notRunning: known.pods.filter(isBroken).map(podStatus) },
    findings,
  };
}

/** Where all that is wrong is that somebody could not be reached, nothing is known to be unhealthy. */
function verdictOf(findings: readonly Finding[]): ClusterStatus["verdict"] {
  const errors = findings.filter(({ severity }) => severity === "error");
  if (errors.length === 0) return "healthy";
  return errors.every(({ check }) => check === reachability) ? "unreachable" : "unhealthy";
}

/** By its DaemonSet; a network that is plain configuration is counted by the nodes that hold it. */
function networkStatus({ api, nodes }: ClusterReadings): ClusterStatus["network"] {
  const found = networkOf(lastOf(api)?.value.workloads ?? []);
  if (found) return { name: found.network, ready: found.ready, desired: found.desired };
  const joined = [...nodes.values()].flatMap(({ host }) => {
    const software = lastOf(host)?.value.software;
    return software?.hasJoined ? [software.networks] : [];
  });
  const [name] = joined.flat();
  if (name === undefined) return null;
  return { name, ready: joined.filter((networks) => networks.length > 0).length, desired: joined.length };
}

function isBroken({ isFine }: ClusterPod): boolean {
  return !isFine;
}

function podStatus({ namespace, name, node, phase, reason, restarts }: ClusterPod) {
  return { namespace, name, node, phase, reason, restarts };
}
