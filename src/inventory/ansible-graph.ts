import { type GroupNode, groupTree } from "./group-tree.ts";
import type { Inventory } from "./inventory.ts";

/** The groups and their hosts as an indented tree, in the notation of `ansible-inventory --graph`. */
export function ansibleGraph(inventory: Inventory, limit: readonly string[]): string {
  return `${lines(groupTree(inventory, limit), 0).join("\n")}\n`;
}

function lines({ name, children, hosts }: GroupNode, depth: number): string[] {
  return [
    `${indent(depth)}@${name}:`,
    ...children.flatMap((child) => lines(child, depth + 1)),
    ...hosts.map((host) => `${indent(depth + 1)}${host}`),
  ];
}

function indent(depth: number): string {
  return depth === 0 ? "" : `${"  |".repeat(depth)}--`;
}
