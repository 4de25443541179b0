import type { NodeRole } from "./inventory.ts";

/** A node's role, whichever of its names the file uses. */
export function roleOf(declared: "master" | NodeRole): NodeRole {
  return declared === "master" ? "control_plane" : declared;
}

/** The groups that exist in every inventory. */
export const fixedGroups = ["all", "control_plane", "workers", "bootstrap", "etcd"] as const;

/** A cluster, its hosts and their roles: all that groups are made of. */
export interface GroupedCluster {
  readonly name: string;
  readonly nodes: readonly { readonly name: string; readonly role: NodeRole }[];
}

/** The groups of one cluster's own: `prod`, `prod_control_plane`, `prod_workers`, `prod_etcd`. */
export function clusterGroups(cluster: string): readonly [string, string, string, string] {
  return [cluster, `${cluster}_control_plane`, `${cluster}_workers`, `${cluster}_etcd`];
}

/** All groups with their hosts in the order of the file; `all` first. Empty groups are there too. */
export function buildGroups(clusters: readonly GroupedCluster[]): Map<string, readonly string[]> {
  const ofRole = (nodes: GroupedCluster["nodes"], role: NodeRole) =>
    nodes.filter((node) => node.role === role).map((node) => node.name);
  const nodes = clusters.flatMap((cluster) => cluster.nodes);
  const groups = new Map<string, readonly string[]>([
    ["all", nodes.map((node) => node.name)],
    ["control_plane", ofRole(nodes, "control_plane")],
    ["workers", ofRole(nodes, "worker")],
    ["bootstrap", clusters.flatMap((cluster) => ofRole(cluster.nodes, "control_plane").slice(0, 1))],
    ["etcd", ofRole(nodes, "etcd")],
  ]);
  for (const cluster of clusters) {
    const [whole, controlPlane, workers, etcd] = clusterGroups(cluster.name);
    groups.set(
      whole,
      cluster.nodes.map((node) => node.name),
    );
    groups.set(controlPlane, ofRole(cluster.nodes, "control_plane"));
    groups.set(workers, ofRole(cluster.nodes, "worker"));
    groups.set(etcd, ofRole(cluster.nodes, "etcd"));
  }
  return groups;
}

/** The groups of one host, those whose variables win last: a cluster's own win over those of a role in all clusters. */
export function groupsOfHost(cluster: string, role: NodeRole, bootstrap: boolean): readonly string[] {
  const [whole, controlPlane, workers, etcd] = clusterGroups(cluster);
  switch (role) {
    case "worker":
      return ["all", "workers", whole, workers];
    case "etcd":
      return ["all", "etcd", whole, etcd];
    case "control_plane":
      return ["all", "control_plane", ...(bootstrap ? ["bootstrap"] : []), whole, controlPlane];
  }
}
