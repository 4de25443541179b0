import type { Location } from "../errors.ts";
import type { DataPath } from "./data-path.ts";
import type { JsonNode } from "./json-tree.ts";
import type { OpenValues, SecretPlaces } from "./open-values.ts";
import { armorBegin, isArmored } from "./sealed-text.ts";

type At = (start: number, end: number) => Location;

/** Puts the text within in the place of each text of a JSON file that is an armored age file. Cost: nothing where there is none. */
export function openJsonSecrets(
  text: string,
  root: JsonNode,
  values: OpenValues,
  at: At,
): SecretPlaces & { readonly root: JsonNode } {
  const secrets: DataPath[] = [];
  const unopened: DataPath[] = [];
  return { root: text.includes(armorBegin) ? opened(root, []) : root, secrets, unopened };

  function opened(node: JsonNode, path: DataPath): JsonNode {
    if (node.items) {
      const items = node.items.map((item, index) => opened(item, [...path, index]));
      return { ...node, items, value: items.map(({ value }) => value) };
    }
    if (node.entries) {
      const entries = new Map(
        [...node.entries].map(([key, entry]) => [
          key,
          { ...entry, node: opened(entry.node, [...path, key]) },
        ]),
      );
      return { ...node, entries, value: Object.fromEntries([...entries].map(valueEntry)) };
    }
    if (typeof node.value !== "string" || !isArmored(node.value)) return node;
    secrets.push(path);
    const value = values.unseal(node.value, at(node.start, node.end));
    if (!value.isOpen) unopened.push(path);
    return { ...node, value: value.text };
  }
}

function valueEntry([key, { node }]: [string, { readonly node: JsonNode }]): [string, unknown] {
  return [key, node.value];
}
