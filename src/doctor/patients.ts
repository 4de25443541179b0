import { endpointPeer } from "../network/paths/cluster-endpoint.ts";
import { apiPortOf, wayTo } from "../network/paths/node-ports.ts";
import type { Peer } from "../network/paths/paths-to-peers.ts";
import type { RoleCluster, RoleNode } from "../role/role-context.ts";

/** A cluster, and those of its nodes that are looked at. */
export interface Patients {
  readonly cluster: RoleCluster;
  readonly nodes: readonly RoleNode[];
}

/**
 * Who is looked at in a cluster: all of its nodes, or the named ones and the control planes, which everybody needs. Null
 * where none of the named is in it. Pure.
 */
export function patientsOf(cluster: RoleCluster, named: ReadonlySet<string> | null): Patients | null {
  if (named === null) return { cluster, nodes: cluster.nodes };
  if (!cluster.nodes.some(({ name }) => named.has(name))) return null;
  return {
    cluster,
    nodes: cluster.nodes.filter(({ name, role }) => named.has(name) || role === "control_plane"),
  };
}

/** The ways that a node is asked to try: to each other patient, and to the endpoint. Pure. */
export function waysFrom(node: RoleNode, { cluster, nodes }: Patients): Peer[] {
  const apiPort = apiPortOf(cluster);
  const endpoint = node.role === "etcd" ? null : endpointPeer(cluster);
  return [...nodes.flatMap((other) => wayTo(other, node, apiPort)), ...(endpoint ? [endpoint] : [])];
}
