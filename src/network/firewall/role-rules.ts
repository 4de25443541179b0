import type { RoleCluster, RoleNode } from "../../role/role-context.ts";
import type { FirewallRule } from "./firewall-rule.ts";
import { newRule } from "./new-rule.ts";
import { nodeSources, roleSources } from "./node-sources.ts";

/** The range of NodePorts of a cluster that says nothing else (kube-apiserver --service-node-port-range). */
const defaultNodePorts = "30000-32767";

/**
 * What the Kubernetes of one host listens on for others (kubernetes.io, "Ports and Protocols"; 10257 and 10259 listen
 * beyond the host itself only where their bind addresses say so). Pure. Throws InputError where nodes have no address.
 */
export function roleRules(
  host: RoleNode,
  cluster: RoleCluster,
  { nodePorts = defaultNodePorts }: { readonly nodePorts?: string },
): FirewallRule[] {
  if (host.role === "etcd") return etcdRules(cluster);
  return [
    ...(host.role === "control_plane" ? controlPlaneRules(cluster) : []),
    newRule({
      name: "kubelet",
      protocol: "tcp",
      ports: [10250],
      from: nodeSources(cluster),
      why: "the kubelet, for the API server: logs, exec, metrics",
      neededBy: "control planes, and metrics-server wherever it runs",
    }),
    ...(["tcp", "udp"] as const).map((protocol) =>
      newRule({
        name: `nodeports-${protocol}`,
        protocol,
        ports: [nodePorts],
        why: "Services of type NodePort and LoadBalancer",
        neededBy: "whoever uses the cluster's Services",
      }),
    ),
  ];
}

function controlPlaneRules(cluster: RoleCluster): FirewallRule[] {
  const planes = roleSources(cluster, ["control_plane"]);
  const hasOwnEtcd = !cluster.nodes.some(({ role }) => role === "etcd");
  return [
    newRule({
      name: "api-server",
      protocol: "tcp",
      ports: [6443],
      why: `the API server, also at ${cluster.endpoint}`,
      neededBy: "all nodes, kubectl, and the load balancer or shared address of the control planes",
    }),
    ...(hasOwnEtcd ? etcdRules(cluster) : []),
    newRule({
      name: "control-plane",
      protocol: "tcp",
      ports: [10257, 10259],
      from: planes,
      why: "controller manager and scheduler: health and metrics",
      neededBy: "control planes",
    }),
  ];
}

function etcdRules(cluster: RoleCluster): FirewallRule[] {
  return [
    newRule({
      name: "etcd",
      protocol: "tcp",
      ports: ["2379-2380"],
      from: roleSources(cluster, ["control_plane", "etcd"]),
      why: "etcd: 2379 for the API servers, 2380 for its other members",
      neededBy: "control planes and hosts of etcd",
    }),
  ];
}
