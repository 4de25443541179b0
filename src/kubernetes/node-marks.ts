import { isMapping } from "../input/mapping.ts";
import { probeOf } from "../resources/probe.ts";
import { apiGet } from "./api-get.ts";
import { departedLabel } from "./departed-node.ts";
import { fieldAt, listAt, textAt } from "./health/object-fields.ts";
import { adminKubeconfig } from "./paths.ts";

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

/** Asks a control plane for a Node's labels and taints; null where it does not say, or knows no such Node. Cost: one request. */
export const nodeMarks = probeOf(
  {
    name: "node marks",
    isShared: true,
    script: (queries: readonly { readonly node: string }[]) =>
      `${queries.map(({ node }) => question(node)).join("")}exit 0\n`,
    parse: (stdout, queries): readonly (NodeMarks | null)[] => {
      const answers = stdout.split(/^query\n/m).slice(1);
      return queries.map((_, index) => parseNodeMarks(answers[index] ?? ""));
    },
  },
  ({ node }) => node,
);

function question(node: string): string {
  const path = `/api/v1/nodes/${encodeURIComponent(node)}`;
  return `echo query\n${apiGet(adminKubeconfig, { path, seconds: 5 })} 2>/dev/null; echo\n`;
}

function parseNodeMarks(json: string): NodeMarks | null {
  return json.trimStart().startsWith("{") ? nodeMarksOf(JSON.parse(json)) : null;
}

/** Labels and taints of a Node (core/v1); null for anything else, and for one whose host has departed. Pure. */
export function nodeMarksOf(node: unknown): NodeMarks | null {
  if (textAt(node, "kind") !== "Node") return null;
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
