import { type Document, isMap, isNode, isScalar, isSeq, type Node, type Pair } from "yaml";
import type { DataPath } from "./data-path.ts";

/** The node at a path, or the nearest that encloses it; null in an empty document. */
export function yamlNodeAt(document: Document, path: DataPath): Node | null {
  let node: Node | null = isNode(document.contents) ? document.contents : null;
  for (const part of path) {
    const inner: unknown = isSeq(node) ? node.items[Number(part)] : pairOf(node, part)?.value;
    if (!isNode(inner)) break;
    node = inner;
  }
  return node;
}

/** The node of the key at a path; where there is none, the nearest value that encloses it. */
export function yamlKeyAt(document: Document, path: DataPath): Node | null {
  const parent = yamlNodeAt(document, path.slice(0, -1));
  const key = pairOf(parent, path.at(-1) ?? "")?.key;
  return isNode(key) ? key : yamlNodeAt(document, path);
}

/** Keys compare as text: `1:` and `"1":` are the same key of plain data. */
function pairOf(node: Node | null, key: string | number): Pair | undefined {
  if (!isMap(node)) return undefined;
  return node.items.find((pair) => isScalar(pair.key) && String(pair.key.value) === String(key));
}
