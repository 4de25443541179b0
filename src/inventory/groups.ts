/** A node's role, whichever of its two names the file uses. */
export function roleOf(declared: "master" | "control_plane" | "worker"): "control_plane" | "worker" {
  return declared === "worker" ? "worker" : "control_plane";
}

/** The groups that exist in every inventory. */
export const fixedGroups = ["all", "control_plane", "workers", "bootstrap"] as const;

/** A cluster, its hosts and their roles: all that groups are made of. */
export interface GroupedCluster {
  readonly name: string;
  readonly nodes: readonly { readonly name: string; readonly role: "control_plane" | "worker" }[];
}

/** The groups of one cluster's own: `prod`, `prod_control_plane`, `prod_workers`. */
export function clusterGroups(cluster: string): readonly [string, string, string] {
  return [cluster, `${cluster}_control_plane`, `${cluster}_workers`];
}

/** All groups with their hosts in the order of the file; `all` first. Empty groups are there too. */
export function buildGroups(clusters: readonly GroupedCluster[]): Map<string, readonly string[]> {
  const ofRole = (nodes: GroupedCluster["nodes"], role: "control_plane" | "worker") =>
    nodes.filter((node) => node.role === role).map((node) => node.name);
  const nodes = clusters.flatMap((cluster) => cluster.nodes);
  const groups = new Map<string, readonly string[]>([
    ["all", nodes.map((node) => node.name)],
    ["control_plane", ofRole(nodes, "control_plane")],
    ["workers", ofRole(nodes, "worker")],
    ["bootstrap", clusters.flatMap((cluster) => ofRole(cluster.nodes, "control_plane").slice(0, 1))],
  ]);
  for (const cluster of clusters) {
    const [whole, controlPlane, workers] = clusterGroups(cluster.name);
    groups.set(
      whole,
      cluster.nodes.map((node) => node.name),
    );
    groups.set(controlPlane, ofRole(cluster.nodes, "control_plane"));
    groups.set(workers, ofRole(cluster.nodes, "worker"));
  }
  return groups;
}

/** The groups of one host, those whose variables win last: a cluster's own win over those of a role in all clusters. */
export function groupsOfHost(
  cluster: string,
  role: "control_plane" | "worker",
  bootstrap: boolean,
): readonly string[] {
  const [whole, controlPlane, workers] = clusterGroups(cluster);
  return role === "worker"
    ? ["all", "workers", whole, workers]
    : ["all", "control_plane", ...(bootstrap ? ["bootstrap"] : []), whole, controlPlane];
}
