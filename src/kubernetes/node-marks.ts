import { isMapping } from "../input/mapping.ts";
import { departedLabel } from "./departed-node.ts";
import { fieldAt, listAt, textAt } from "./health/object-fields.ts";

/** Annotation of a Node: the labels and taints that lab has set, so that it takes no others away. */
export const managedMark = "lab/managed";

/** A taint in kubectl's notation, without its value: "dedicated:NoSchedule". */
export type TaintKey = string;

/** Labels and taints of a Node, and which of them lab has set. */
export interface NodeMarks {
  readonly labels: Readonly<Record<string, string>>;
  /** Values; empty where a taint has none. */
  readonly taints: Readonly<Record<TaintKey, string>>;
  readonly managed: { readonly labels: readonly string[]; readonly taints: readonly TaintKey[] };
}

/** Of a Node that has yet to be registered. */
export const noMarks: NodeMarks = { labels: {}, taints: {}, managed: { labels: [], taints: [] } };

/** Labels and taints of a Node (core/v1); null for one whose host has departed. Pure. */
export function nodeMarksOf(node: unknown): NodeMarks | null {
  const labels = fieldAt(node, "metadata", "labels");
  // It is deleted before the host joins again.
  if (isMapping(labels) && departedLabel in labels) return null;
  const taints = listAt(node, "spec", "taints").map((taint): [TaintKey, string] => [
    `${textAt(taint, "key")}:${textAt(taint, "effect")}`,
    textAt(taint, "value"),
  ]);
  return {
    labels: isMapping(labels) ? textsOf(labels) : {},
    taints: Object.fromEntries(taints),
    managed: parseManaged(textAt(node, "metadata", "annotations", managedMark)),
  };
}

/** The annotation's text; somebody who breaks it loses only what it remembers. */
function parseManaged(text: string): NodeMarks["managed"] {
  try {
    const value: unknown = JSON.parse(text);
    return { labels: names(listAt(value, "labels")), taints: names(listAt(value, "taints")) };
  } catch {
    return { labels: [], taints: [] };
  }
}

function names(list: readonly unknown[]): string[] {
  return list.filter((name) => typeof name === "string");
}

function textsOf(mapping: Readonly<Record<string, unknown>>): Record<string, string> {
  return Object.fromEntries(Object.entries(mapping).map(([key, value]) => [key, String(value)]));
}
