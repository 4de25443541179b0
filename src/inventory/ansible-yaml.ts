import { stringify } from "yaml";
import { ansibleVariables } from "./ansible-variables.ts";
import { type GroupNode, groupTree } from "./group-tree.ts";
import type { Inventory } from "./inventory.ts";

/**
 * The inventory as a static Ansible inventory in YAML 1.1, which is what Ansible reads: there `yes` and `012` are no
 * text unless they are quoted. Holds no passwords.
 */
export function ansibleYaml(inventory: Inventory, limit: readonly string[]): string {
  const wanted = new Set(limit);
  const hosts = [...inventory.hosts.values()].filter((host) => wanted.has(host.name));
  const { children } = groupTree(inventory, limit);
  const data = {
    all: {
      hosts: Object.fromEntries(hosts.map((host) => [host.name, ansibleVariables(host)])),
      children: Object.fromEntries(children.map(groupEntry)),
    },
  };
  const yaml = stringify(data, { version: "1.1", aliasDuplicateObjects: false, lineWidth: 0 });
  return `# Generated from ${inventory.file} by "lab inventory --write"; changes belong there.\n${yaml}`;
}

function groupEntry({ name, children, hosts }: GroupNode): [string, object] {
  const own = {
    ...(children.length > 0 && { children: Object.fromEntries(children.map(groupEntry)) }),
    ...(hosts.length > 0 && { hosts: Object.fromEntries(hosts.map((host) => [host, {}])) }),
  };
  return [name, own];
}
