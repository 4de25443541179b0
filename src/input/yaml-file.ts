import { type Document, isScalar, type Node, parseDocument, Scalar, type YAMLParseError } from "yaml";
import { InputError, type Location } from "../errors.ts";
import type { DataPath } from "./data-path.ts";
import { openJsonSecrets } from "./json-secrets.ts";
import { type JsonNode, jsonNodeAt, parseJsonTree } from "./json-tree.ts";
import { locator } from "./location.ts";
import { isNestedTooDeeply } from "./nesting.ts";
import { OpenValues, type SecretPlaces } from "./open-values.ts";
import { noSecrets, type SecretSource } from "./secret-source.ts";
import { openYamlSecrets, secretTag, vaultTag } from "./yaml-secrets.ts";
import { structureProblems, syntaxProblem, tagProblems } from "./yaml-syntax.ts";
import { yamlKeyAt, yamlNodeAt } from "./yaml-tree.ts";

export type { DataPath };

/** A parsed YAML or JSON file that can say where each of its values stands. */
export interface YamlFile extends SecretPlaces {
  readonly file: string;
  /** The value as plain data; `null` for an empty file. */
  readonly data: unknown;
  /** Of the value at `path`; of the nearest enclosing value where there is none. */
  locate(path: DataPath): Location;
  /** Of the key at `path` in its mapping. */
  locateKey(path: DataPath): Location;
  /** Of `length` characters that start `offset` characters into the scalar at `path`. */
  locateWithin(path: DataPath, offset: number, length: number): Location;
  /** Where the values stand that are secret, an empty path for all of them; their data is the text itself. */
  readonly secrets: readonly DataPath[];
}

type At = (start: number, end: number) => Location;

/** How a text is read. */
export interface Reading {
  /** Where the secrets are that the text refers to, or holds encrypted. */
  readonly secrets?: SecretSource;
  /** No line of it is to be shown. */
  readonly isHidden?: boolean;
}

/**
 * Parses YAML 1.2; JSON is a part of it, indented by tabs or not. `file` is only used in messages.
 * Throws InputError with the first syntax error and every doubled key before it; of a .json file as JSON has it.
 */
export function parseYamlFile(file: string, text: string, reading: Reading = {}): YamlFile {
  const { secrets = noSecrets, isHidden = false } = reading;
  const at = locator(file, text, isHidden);
  const values = new OpenValues(secrets, isHidden);
  const parsed = jsonOrYamlFile(file, text, values, at);
  if (isNestedTooDeeply(parsed.data)) throw tooDeep(at);
  if (values.problems.length > 0) throw new InputError(values.problems);
  return isHidden ? { ...parsed, secrets: [[]] } : parsed;
}

function jsonOrYamlFile(file: string, text: string, values: OpenValues, at: At): YamlFile {
  const json = parseJsonTree(text);
  if (!("message" in json)) return jsonFile(file, text, json, values, at);
  try {
    return yamlFile(file, text, values, at);
  } catch (error) {
    if (error instanceof RangeError) throw tooDeep(at);
    if (!(error instanceof InputError) || !/\.json$/.test(file)) throw error;
    throw new InputError({ message: json.message, location: at(json.start, json.end) });
  }
}

function tooDeep(at: At): InputError {
  return new InputError({ message: "this is nested too deeply", location: at(0, 1) });
}

function jsonFile(file: string, text: string, tree: JsonNode, values: OpenValues, at: At): YamlFile {
  const { root, ...places } = openJsonSecrets(text, tree, values, at);
  return {
    file,
    ...places,
    data: root.value,
    locate(path) {
      const node = jsonNodeAt(root, path);
      return at(node.start, node.end);
    },
    locateKey(path) {
      const entry = jsonNodeAt(root, path.slice(0, -1)).entries?.get(String(path.at(-1)));
      return entry ? at(entry.keyStart, entry.keyEnd) : this.locate(path);
    },
    locateWithin(path, offset, length) {
      const { start, end, value } = jsonNodeAt(root, path);
      if (typeof value !== "string") return at(start, end);
      return inScalar({ start, end, value, block: false }, offset, length, text, at);
    },
  };
}

function yamlFile(file: string, text: string, values: OpenValues, at: At): YamlFile {
  const document = parseDocument(text, {
    prettyErrors: false,
    uniqueKeys: true,
    logLevel: "error",
    customTags: [secretTag, vaultTag],
  });
  // The parser is recursive, and reports an overflow of its stack as an error of the file.
  if (document.errors.some(({ message }) => message.includes("call stack"))) throw tooDeep(at);
  if (document.errors.length > 0) {
    throw new InputError(firstMistake(document.errors).map((error) => syntaxProblem(error, text, at)));
  }
  const problems = [...tagProblems(document, text, at), ...structureProblems(document, at)];
  if (problems.length > 0) throw new InputError(problems);
  const ofNode = (node: Node | null): Location => {
    const [start, end] = node?.range ?? [0, 1];
    return at(start, Math.max(start + 1, end));
  };
  const hasSecrets = text.includes(secretTag.tag) || text.includes(vaultTag.tag);
  const places = hasSecrets ? openYamlSecrets(document, values, ofNode) : { secrets: [], unopened: [] };
  return {
    file,
    ...places,
    data: toData(document, at),
    locate: (path) => ofNode(yamlNodeAt(document, path)),
    locateKey: (path) => ofNode(yamlKeyAt(document, path)),
    locateWithin(path, offset, length) {
      const node = yamlNodeAt(document, path);
      if (!isScalar(node) || !node.range) return ofNode(node);
      const [start, end] = node.range;
      const block = node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED;
      return inScalar({ start, end, value: String(node.value), block }, offset, length, text, at);
    },
  };
}

/** What a parser finds behind a broken structure follows from it; a doubled key breaks nothing. */
function firstMistake(errors: readonly YAMLParseError[]): readonly YAMLParseError[] {
  const broken = errors.findIndex((error) => error.code !== "DUPLICATE_KEY");
  return broken < 0 ? errors : errors.slice(0, broken + 1);
}

function toData(document: Document.Parsed, at: At): unknown {
  try {
    return document.toJS({ maxAliasCount: 1000 });
  } catch (error) {
    if (!(error instanceof ReferenceError)) throw error;
    // The only reason that is left: what aliases stand for holds aliases in turn, and grows without bounds.
    const message = "the anchors of this file are used more than a thousand times";
    throw new InputError({ message, location: at(0, 1), hint: "put what is repeated into variables" });
  }
}

interface ScalarText {
  readonly start: number;
  readonly end: number;
  readonly value: string;
  readonly block: boolean;
}

/** The place of a part of a scalar; of all of it where escapes or folding keep the part from being found. */
function inScalar(scalar: ScalarText, offset: number, length: number, text: string, at: At): Location {
  const part = scalar.value.slice(offset, offset + length);
  const source = text.slice(scalar.start, scalar.end);
  const found = source.indexOf(part, contentStart(scalar, source, offset));
  if (part === "" || found < 0) return at(scalar.start, scalar.end);
  return at(scalar.start + found, scalar.start + found + length);
}

/** Where the search for a part begins: behind the quote; in a block scalar on the line where the part stands. */
function contentStart(scalar: ScalarText, source: string, offset: number): number {
  if (!scalar.block) return offset + (/^["']/.test(source) ? 1 : 0);
  const before = scalar.value.slice(0, offset).split("\n");
  let start = source.indexOf("\n") + 1;
  for (let line = 1; line < before.length; line += 1) start = source.indexOf("\n", start) + 1;
  return start + (before.at(-1)?.length ?? 0) + indentOf(source.slice(start));
}

function indentOf(lines: string): number {
  return /^ */.exec(lines)?.[0].length ?? 0;
}
