import { InputError } from "../../errors.ts";
import type { NodeRole, RoleCluster, RoleNode } from "../../role/role-context.ts";
import { networksOf } from "./networks.ts";

type Sources = Pick<RoleCluster, "nodes" | "nodeNetworks">;

/**
 * From where any node of the cluster sends: the networks that nodes are declared to reach each other in, so that a new
 * node is let in by all before it is known to them, and the nodes' own addresses. Throws InputError as below.
 */
export function nodeSources({ nodes, nodeNetworks }: Sources): string[] {
  if (nodeNetworks.length === 0) refuseSilent(nodes);
  return networksOf([...nodeNetworks, ...nodes.flatMap(addressesOf)]);
}

/**
 * From where nodes with these roles send, and nobody else as far as that is known. Throws InputError where nothing says so
 * of one of them: a rule for everybody would be a guess.
 */
export function roleSources({ nodes, nodeNetworks }: Sources, roles: readonly NodeRole[]): string[] {
  const meant = nodes.filter(({ role }) => roles.includes(role));
  // No source at all would stand for everybody.
  if (meant.length === 0) return nodeSources({ nodes, nodeNetworks });
  const isKnown = meant.every((node) => addressesOf(node).length > 0);
  if (isKnown) return networksOf(meant.flatMap(addressesOf));
  if (nodeNetworks.length === 0) refuseSilent(meant);
  return networksOf([...nodeNetworks, ...meant.flatMap(addressesOf)]);
}

function refuseSilent(nodes: readonly RoleNode[]): void {
  const silent = nodes.filter((node) => addressesOf(node).length === 0).map(({ name }) => name);
  if (silent.length === 0) return;
  throw new InputError({
    message: `nothing says from which addresses ${silent.join(", ")} will come, so the firewall cannot let them in`,
    hint: 'declare "node_network" of the cluster, or the addresses of its nodes, in clusters.json',
  });
}

function addressesOf({ addresses, candidates }: RoleNode): readonly string[] {
  return addresses.length > 0 ? addresses : candidates;
}
