import { type Node, type ParseError, parseTree, printParseErrorCode } from "jsonc-parser";
import type { DataPath } from "./data-path.ts";
import { noNul } from "./yaml-syntax.ts";

/** A value of a JSON text and the range that it fills. */
export interface JsonNode {
  readonly start: number;
  readonly end: number;
  readonly value: unknown;
  /** Of a mapping: where each key stands, and its value. */
  readonly entries?: ReadonlyMap<string, JsonEntry>;
  /** Of a list. */
  readonly items?: readonly JsonNode[];
}

/** One key of a mapping. */
interface JsonEntry {
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly node: JsonNode;
}

/** Why a text is not JSON, and where. */
export interface JsonFailure {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** Thrown and caught in this file. */
class NotJson extends Error {
  readonly failure: JsonFailure;

  constructor(message: string, start: number, length: number) {
    super(message);
    this.failure = { message, start, end: start + Math.max(1, length) };
  }
}

/** Parses JSON, comments allowed and doubled keys not, into values with places; much faster than as YAML. */
export function parseJsonTree(text: string): JsonNode | JsonFailure {
  try {
    const errors: ParseError[] = [];
    const root = parseTree(text, errors);
    const [first] = errors;
    if (first) throw new NotJson(messageOf(first), first.offset, first.length);
    if (!root) throw new NotJson("there is no value", 0, 1);
    return treeOf(root);
  } catch (error) {
    if (error instanceof NotJson) return error.failure;
    // The parser is recursive.
    if (error instanceof RangeError) return new NotJson("this is nested too deeply", 0, 1).failure;
    throw error;
  }
}

/** The node at a path, or the nearest that encloses it. */
export function jsonNodeAt(root: JsonNode, path: DataPath): JsonNode {
  let node = root;
  for (const part of path) {
    const inner = node.items ? node.items[Number(part)] : node.entries?.get(String(part))?.node;
    if (!inner) break;
    node = inner;
  }
  return node;
}

function treeOf(node: Node): JsonNode {
  const range = { start: node.offset, end: node.offset + node.length };
  const children = node.children ?? [];
  if (node.type === "array") {
    const items = children.map(treeOf);
    return { ...range, value: items.map(({ value }) => value), items };
  }
  if (node.type !== "object") {
    if (String(node.value).includes("\0")) throw new NotJson(noNul, node.offset, node.length);
    return { ...range, value: node.value };
  }
  const entries = new Map<string, JsonEntry>();
  for (const property of children) {
    const [key, value] = property.children ?? [];
    if (!key || !value) throw new NotJson("a value is missing here", property.offset, property.length);
    const name = String(key.value);
    if (name.includes("\0")) throw new NotJson(noNul, key.offset, key.length);
    if (entries.has(name) || name === "__proto__") {
      const reason = name === "__proto__" ? "is not allowed" : "stands twice in one mapping";
      throw new NotJson(`the key "${name}" ${reason}`, key.offset, key.length);
    }
    entries.set(name, { keyStart: key.offset, keyEnd: key.offset + key.length, node: treeOf(value) });
  }
  const value = Object.fromEntries([...entries].map(([name, entry]) => [name, entry.node.value]));
  return { ...range, value, entries };
}

function messageOf({ error }: ParseError): string {
  switch (printParseErrorCode(error)) {
    case "PropertyNameExpected":
      return "a key in double quotes is expected here";
    case "ValueExpected":
      return "a value is missing here";
    case "ColonExpected":
      return "a colon is missing before this place";
    case "CommaExpected":
      return "a comma is missing before this place";
    case "CloseBraceExpected":
    case "CloseBracketExpected":
      return "the file ends while a bracket is still open";
    case "EndOfFileExpected":
      return "there is more text behind the closing bracket";
    default:
      return "this is not valid JSON";
  }
}
