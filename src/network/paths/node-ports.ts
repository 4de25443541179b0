import { endpointHost } from "../../kubernetes/config/endpoint-host.ts";
import type { NodeRole, RoleCluster, RoleNode } from "../../role/role-context.ts";
import type { Peer } from "./paths-to-peers.ts";

const kubelet = 10250;
const etcd = [2379, 2380];

/** TCP ports that must be free on a node: what kubeadm and its static pods listen on. */
export function neededPorts(role: NodeRole, apiPort: number): readonly number[] {
  switch (role) {
    case "control_plane":
      return [apiPort, ...etcd, kubelet, 10257, 10259];
    case "worker":
      return [kubelet];
    case "etcd":
      return etcd;
  }
}

/**
 * TCP ports of `to` that `from` has to reach (Kubernetes, "Ports and Protocols"). Between workers it is pods that speak
 * with each other; the kubelet's port stands for the path.
 */
export function portsBetween(from: NodeRole, to: NodeRole, apiPort: number): readonly number[] {
  if (to === "etcd") return from === "worker" ? [] : etcd;
  if (to === "control_plane" && from === "control_plane") return [apiPort, ...etcd, kubelet];
  if (to === "control_plane") return from === "worker" ? [apiPort] : [];
  return from === "etcd" ? [] : [kubelet];
}

/** The other nodes of a cluster that one of them has to reach; by each of their addresses. */
export function peersOf(host: RoleNode, nodes: readonly RoleNode[], apiPort: number): Peer[] {
  return nodes.flatMap((node) => wayTo(node, host, apiPort)).filter(({ ports }) => ports.length > 0);
}

/** One node, as another has to reach it, by each of its addresses; none where it is the same node. */
export function wayTo({ name, role, addresses }: RoleNode, from: RoleNode, apiPort: number): Peer[] {
  if (name === from.name) return [];
  return addresses.map((address) => ({ name, address, ports: portsBetween(from.role, role, apiPort) }));
}

/** The port on which control planes serve the API: that of the endpoint where it is one of them, else 6443. */
export function apiPortOf({ endpoint, nodes }: RoleCluster): number {
  const host = endpointHost(endpoint);
  const isNode = nodes.some(({ name, addresses }) => name === host || addresses.includes(host));
  return isNode ? Number(/:(\d+)$/.exec(endpoint)?.[1] ?? 6443) : 6443;
}
