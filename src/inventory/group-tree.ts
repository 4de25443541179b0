import { clusterGroups } from "./groups.ts";
import type { Inventory } from "./inventory.ts";

/** A group with the groups below it; only groups without any hold hosts themselves. */
export interface GroupNode {
  readonly name: string;
  readonly children: readonly GroupNode[];
  readonly hosts: readonly string[];
}

/**
 * The groups as a tree for Ansible: the groups of roles and of clusters have the same leaves, such as `prod_workers`.
 * Only the hosts in `limit` are in it, and no empty groups.
 */
export function groupTree(inventory: Inventory, limit: readonly string[]): GroupNode {
  const wanted = new Set(limit);
  const clusters = [...inventory.clusters.keys()].map(clusterGroups);
  const leaf = (name: string): GroupNode => {
    const hosts = inventory.groups.get(name) ?? [];
    return { name, children: [], hosts: hosts.filter((host) => wanted.has(host)) };
  };
  const branch = (name: string, children: readonly GroupNode[]): GroupNode => ({
    name,
    children: children.filter((child) => child.children.length + child.hosts.length > 0),
    hosts: [],
  });
  return branch("all", [
    branch(
      "control_plane",
      clusters.map(([, controlPlane]) => leaf(controlPlane)),
    ),
    branch(
      "workers",
      clusters.map(([, , workers]) => leaf(workers)),
    ),
    branch(
      "etcd",
      clusters.map(([, , , etcd]) => leaf(etcd)),
    ),
    leaf("bootstrap"),
    ...clusters.map(([name, ...roles]) => branch(name, roles.map(leaf))),
  ]);
}
