import type { NodeRole, RoleNode } from "../../src/role/role-context.ts";
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

/** The other nodes of a cluster, as one of them has to reach them; by each of their addresses. */
export function peersOf(host: RoleNode, nodes: readonly RoleNode[], apiPort: number): Peer[] {
  return nodes
    .filter(({ name }) => name !== host.name)
    .flatMap(({ name, role, addresses }) => {
      const ports = portsBetween(host.role, role, apiPort);
      return ports.length === 0 ? [] : addresses.map((address) => ({ name, address, ports }));
    });
}
