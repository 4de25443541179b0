import { ansibleVariables } from "./ansible-variables.ts";
import { type GroupNode, groupTree } from "./group-tree.ts";
import type { Inventory } from "./inventory.ts";

interface ListedGroup {
  readonly children?: readonly string[];
  readonly hosts?: readonly string[];
}

/** Ansible's dynamic inventory: groups by name, and the variables of all hosts under `_meta`. Holds no passwords. */
export function ansibleList(inventory: Inventory, limit: readonly string[]): Record<string, unknown> {
  const wanted = new Set(limit);
  const hosts = [...inventory.hosts.values()].filter((host) => wanted.has(host.name));
  return {
    _meta: { hostvars: Object.fromEntries(hosts.map((host) => [host.name, ansibleVariables(host)])) },
    ...Object.fromEntries(listed(groupTree(inventory, limit))),
  };
}

function listed({ name, children, hosts }: GroupNode): Map<string, ListedGroup> {
  const own: ListedGroup = {
    ...(children.length > 0 && { children: children.map((child) => child.name) }),
    ...(hosts.length > 0 && { hosts }),
  };
  return new Map([[name, own], ...children.flatMap((child) => [...listed(child)])]);
}
