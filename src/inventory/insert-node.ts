import { isMap, isSeq, parseDocument, type YAMLSeq } from "yaml";
import { InternalError } from "../errors.ts";
import { jsonNodeAt, parseJsonTree } from "../input/json-tree.ts";
import { isMapping } from "../input/mapping.ts";

/** Where the entries of a list stand in a text: offsets of their first and behind their last character. */
interface Places {
  readonly entries: readonly { readonly start: number; readonly end: number }[];
  /** Entries are lines that begin with a dash, and not in brackets. */
  readonly isDashed: boolean;
}

/**
 * The text of clusters.json (JSON or YAML) with one more node at the end of a cluster's list; every other character stays
 * as it is, comments included. The cluster has nodes already. Pure.
 */
export function insertNode(text: string, cluster: string, node: Readonly<Record<string, unknown>>): string {
  const { entries, isDashed } = placesOf(text, cluster);
  const last = entries.at(-1);
  if (!last) throw new InternalError(`the cluster ${cluster} has no nodes in the text`);
  const lineStart = text.lastIndexOf("\n", last.start - 1) + 1;
  const indent = /^[\t ]*/.exec(text.slice(lineStart, last.start))?.[0] ?? "";
  const at = lineEnd(text, last.end);
  if (isDashed) return `${text.slice(0, at)}\n${indent}- ${inBraces(node)}${text.slice(at)}`;
  const isOnItsOwn = indent.length === last.start - lineStart;
  const entry = isOnItsOwn
    ? `\n${indent}${asBefore(text.slice(last.start, last.end), indent, node)}`
    : ` ${inBraces(node)}`;
  const isAtEnd = isOnItsOwn && /^\s*([#/].*)?$/.test(text.slice(last.end, at));
  const behind = isAtEnd ? at : last.end;
  return `${text.slice(0, last.end)},${text.slice(last.end, behind)}${entry}${text.slice(behind)}`;
}

/** The end of the line that holds what is before `offset`, without the break. */
function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset);
  const bare = end === -1 ? text.length : end;
  return text[bare - 1] === "\r" ? bare - 1 : bare;
}

/** JSON on one line, with spaces as people write it; YAML reads it, too. */
function inBraces(node: Readonly<Record<string, unknown>>): string {
  const fields = Object.entries(node).map(
    ([key, value]) => `${JSON.stringify(key)}: ${JSON.stringify(value)}`,
  );
  return `{ ${fields.join(", ")} }`;
}

/** Over several lines where the entry before it is. */
function asBefore(before: string, indent: string, node: Readonly<Record<string, unknown>>): string {
  const inner = /\n([\t ]*)\S/.exec(before)?.[1];
  if (inner === undefined) return inBraces(node);
  const step = inner.startsWith(indent) ? inner.slice(indent.length) : "  ";
  return JSON.stringify(node, null, step).replaceAll("\n", `\n${indent}`);
}

function placesOf(text: string, cluster: string): Places {
  const json = parseJsonTree(text);
  if ("message" in json) return yamlPlaces(text, cluster);
  const index = indexOf(json.value, cluster);
  const { items = [] } = jsonNodeAt(json, ["clusters", index, "nodes"]);
  return { entries: items, isDashed: false };
}

function yamlPlaces(text: string, cluster: string): Places {
  const document = parseDocument(text);
  const index = indexOf(document.toJS(), cluster);
  const nodes = document.getIn(["clusters", index, "nodes"], true);
  if (!isSeq(nodes)) throw new InternalError(`the cluster ${cluster} has no list of nodes in the text`);
  const isDashed = nodes.flow !== true;
  const entries = rangesOf(nodes).map(({ start, end }) => ({
    start,
    end: isDashed ? withoutComments(text, start, end) : end,
  }));
  return { entries, isDashed };
}

/** An entry with a dash reaches to the next one, with the comments between. */
function withoutComments(text: string, start: number, end: number): number {
  const lines = text.slice(start, end).trimEnd().split("\n");
  while (lines.length > 1 && /^\s*(#|$)/.test(lines.at(-1) ?? "")) lines.pop();
  return start + lines.join("\n").trimEnd().length;
}

function rangesOf({ items }: YAMLSeq): Places["entries"] {
  return items.flatMap((item) => {
    const range = isMap(item) ? item.range : null;
    return range ? [{ start: range[0], end: range[1] }] : [];
  });
}

function indexOf(data: unknown, cluster: string): number {
  const clusters: readonly unknown[] = isMapping(data) && Array.isArray(data.clusters) ? data.clusters : [];
  return clusters.findIndex((one) => isMapping(one) && one.name === cluster);
}
