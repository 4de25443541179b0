import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type ScalarTag,
  visit,
} from "yaml";
import type { Location } from "../errors.ts";
import type { DataPath } from "./data-path.ts";
import type { OpenValue, OpenValues, SecretPlaces } from "./open-values.ts";

/** `!secret`: the value is text, as it stands there, so that a password keeps its leading zeros. */
export const secretTag: ScalarTag = { tag: "!secret", resolve: (text) => text };

/** `!vault`: the value is an armored age file, and stands for the text within. */
export const vaultTag: ScalarTag = { tag: "!vault", resolve: (text) => text };

const secretTags: ReadonlySet<string | undefined> = new Set([secretTag.tag, vaultTag.tag]);

/** Puts the secrets themselves in the places of what stands for them, and tells where these places are. */
export function openYamlSecrets(
  document: Document,
  values: OpenValues,
  locate: (node: Node) => Location,
): SecretPlaces {
  const closed = new Set<unknown>();
  visit(document, {
    Scalar(key, node) {
      if (!secretTags.has(node.tag)) return;
      if (key === "key") return refuseKey(node, values, locate);
      const { text, isOpen } = openScalar(node, values, locate);
      node.value = text;
      if (!isOpen) closed.add(node);
    },
  });
  const secrets: DataPath[] = [];
  const unopened: DataPath[] = [];
  walk(document, (node, path) => {
    if (!secretTags.has(node.tag)) return;
    secrets.push(path);
    if (closed.has(node)) unopened.push(path);
  });
  return { secrets, unopened };
}

function openScalar(node: Scalar, values: OpenValues, locate: (node: Node) => Location): OpenValue {
  const text = String(node.value);
  return node.tag === vaultTag.tag ? values.unseal(text, locate(node)) : values.resolve(text, locate(node));
}

function refuseKey(node: Scalar, { problems }: OpenValues, locate: (node: Node) => Location): void {
  problems.push({
    message: `${node.tag} marks a value, not a key`,
    location: locate(node),
    hint: "choose a key that may be read by everyone",
  });
}

/** Every scalar that the data will hold, with its path, also by way of an alias. */
function walk(document: Document, each: (node: Scalar, path: DataPath) => void): void {
  step(document.contents, [], []);

  function step(node: unknown, path: DataPath, around: readonly Node[]): void {
    if (isAlias(node)) {
      const target = node.resolve(document);
      if (target && !around.includes(target)) step(target, path, [...around, target]);
    } else if (isScalar(node)) {
      each(node, path);
    } else if (isSeq(node)) {
      for (const [index, entry] of node.items.entries()) step(entry, [...path, index], around);
    } else if (isMap(node)) {
      for (const { key, value } of node.items)
        step(value, [...path, String(isScalar(key) ? key.value : key)], around);
    }
  }
}
