import { Document, Scalar, visit } from "yaml";
import { ansibleVariables } from "./ansible-variables.ts";
import { type GroupNode, groupTree } from "./group-tree.ts";
import type { Inventory } from "./inventory.ts";

const mergeTag = "tag:yaml.org,2002:merge";

/**
 * The inventory as a static Ansible inventory in YAML 1.1, which is what Ansible reads: there `yes`, `012` and `=` are
 * no text unless they are quoted. Holds no passwords.
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
  return `# Generated from ${inventory.file} by "lab inventory --write"; changes belong there.\n${yaml11(data)}`;
}

/** `=` and `<<` have meanings in YAML 1.1 of which the library quotes neither. */
function yaml11(data: unknown): string {
  const document = new Document(data, {
    version: "1.1",
    aliasDuplicateObjects: false,
    customTags: (tags) => tags.filter((tag) => typeof tag === "string" || tag.tag !== mergeTag),
  });
  visit(document, {
    Scalar(_key, node) {
      if (node.value === "=" || node.value === "<<") node.type = Scalar.QUOTE_DOUBLE;
    },
  });
  return document.toString({ lineWidth: 0 });
}

function groupEntry({ name, children, hosts }: GroupNode): [string, object] {
  const own = {
    ...(children.length > 0 && { children: Object.fromEntries(children.map(groupEntry)) }),
    ...(hosts.length > 0 && { hosts: Object.fromEntries(hosts.map((host) => [host, {}])) }),
  };
  return [name, own];
}
