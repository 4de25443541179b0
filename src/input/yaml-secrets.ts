import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type ScalarTag } from "yaml";
import type { DataPath } from "./data-path.ts";

/** `!secret`: the value is text, as it stands there, so that a password keeps its leading zeros. */
export const secretTag: ScalarTag = { tag: "!secret", resolve: (text) => text };

/** Where the values stand that are marked with !secret, also by way of an alias. */
export function secretPaths(document: Document): DataPath[] {
  const found: DataPath[] = [];
  visit(document.contents, [], []);
  return found;

  function visit(node: unknown, path: DataPath, around: readonly Node[]): void {
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target && !around.includes(target)) visit(target, path, [...around, target]);
    } else if (isScalar(node)) {
      if (node.tag === secretTag.tag) found.push(path);
    } else if (isSeq(node)) {
      for (const [index, entry] of node.items.entries()) visit(entry, [...path, index], around);
    } else if (isMap(node)) {
      for (const { key, value } of node.items)
        visit(value, [...path, String(isScalar(key) ? key.value : key)], around);
    }
  }
}
