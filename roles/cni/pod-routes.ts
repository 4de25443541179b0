import type { ListedNode } from "../../src/kubernetes/node-list.ts";
import { type NotYet, notYet } from "../../src/role/role.ts";

/** A network, and the address that leads there: "10.244.1.0/24" via "10.0.0.3". */
export interface PodRoute {
  readonly to: string;
  readonly via: string;
  /** The node whose pods are there. */
  readonly node: string;
}

/** What leads to the pods of all other nodes, in the order of their names. Pure. */
export function podRoutes(own: string, nodes: readonly ListedNode[]): readonly PodRoute[] | NotYet {
  const routes: PodRoute[] = [];
  for (const node of nodes.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (node.name === own) continue;
    if (node.podCidrs.length === 0) return notYet(`the node ${node.name} has no pod CIDR yet`);
    for (const to of node.podCidrs) {
      const via = node.addresses.find((address) => isIpv6(address) === isIpv6(to));
      if (via === undefined) return notYet(`the node ${node.name} has no address that leads to ${to}`);
      routes.push({ to, via, node: node.name });
    }
  }
  return routes;
}

/** Whether an address or a network is one of IPv6. */
export function isIpv6(address: string): boolean {
  return address.includes(":");
}

/**
 * Tells lab's routes from those of others: a number that no routing daemon uses (rtnetlink(7), rt_protos of iproute2).
 */
export const routeProtocol = 76;

/** One command of `ip` that brings a route about, whether there is one to that network or not. */
export function addRoute({ to, via }: PodRoute): string {
  return `ip ${family(to)} route replace ${to} via ${via} proto ${routeProtocol}`;
}

/** One command of `ip` that takes a route away. */
export function removeRoute({ to, via }: Pick<PodRoute, "to" | "via">): string {
  return `ip ${family(to)} route del ${to} via ${via} proto ${routeProtocol}`;
}

function family(network: string): string {
  return isIpv6(network) ? "-6" : "-4";
}
