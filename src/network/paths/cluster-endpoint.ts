import { endpointHost } from "../../kubernetes/config/endpoint-host.ts";
import type { RoleCluster } from "../../role/role-context.ts";
import type { Peer } from "./paths-to-peers.ts";

/** The API server's address for all nodes, where it is none of the nodes itself: a load balancer, or an address that moves. */
export function endpointPeer({ endpoint, nodes }: RoleCluster): Peer | null {
  const host = endpointHost(endpoint);
  const isNode = nodes.some(({ name, addresses }) => name === host || addresses.includes(host));
  if (host === "" || isNode) return null;
  return { name: endpoint, address: host, ports: [portOf(endpoint)] };
}

/** The endpoint's host, where it is a name and not an address or a node, which the role base names in /etc/hosts. */
export function endpointNames(cluster: RoleCluster): string[] {
  const host = endpointPeer(cluster)?.address ?? "";
  return host === "" || /^[\d.]+$|:/.test(host) ? [] : [host];
}

function portOf(endpoint: string): number {
  return Number(/:(\d+)$/.exec(endpoint)?.[1] ?? 6443);
}
