import { type Document, isMap, isNode, isPair, isScalar, LineCounter, type Node, parseDocument } from "yaml";
import { InputError, type InputProblem, type Location } from "../errors.ts";

/** Where a value stands in a document: keys and indexes from the root. */
export type DataPath = readonly (string | number)[];

/** A parsed YAML or JSON file that can say where each of its values stands. */
export interface YamlFile {
  readonly file: string;
  /** The value as plain data; `null` for an empty file. */
  readonly data: unknown;
  /** Of the value at `path`; of the nearest enclosing value where there is none. */
  locate(path: DataPath): Location;
  /** Of the key at `path` in its mapping. */
  locateKey(path: DataPath): Location;
  /** Of `length` characters that start `offset` characters into the scalar at `path` (plain and quoted scalars of one line). */
  locateWithin(path: DataPath, offset: number, length: number): Location;
}

/**
 * Parses YAML 1.2; JSON is a part of it. `file` is only used in messages.
 * Throws InputError with every syntax error, duplicate keys included.
 */
export function parseYamlFile(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, uniqueKeys: true });
  const at = (offset: number, length: number): Location => locationAt(file, text, lines, offset, length);
  if (document.errors.length > 0) {
    throw new InputError(
      document.errors.map((error): InputProblem => {
        const [start, end] = error.pos;
        return { message: error.message, location: at(start, Math.max(1, end - start)) };
      }),
    );
  }
  const ofNode = (node: Node | null): Location => {
    const range = node?.range;
    return range ? at(range[0], Math.max(1, range[1] - range[0])) : at(0, 1);
  };
  return {
    file,
    data: toData(document, file, at),
    locate: (path) => ofNode(nodeAt(document, path)),
    locateKey: (path) => ofNode(keyAt(document, path)),
    locateWithin(path, offset, length) {
      const node = nodeAt(document, path);
      if (!isScalar(node) || !node.range) return ofNode(node);
      const source = text.slice(node.range[0], node.range[1]);
      const value = String(node.value);
      const inner = source.indexOf(value.slice(offset, offset + length), offset);
      return inner < 0 ? ofNode(node) : at(node.range[0] + inner, length);
    },
  };
}

function toData(
  document: Document.Parsed,
  file: string,
  at: (offset: number, length: number) => Location,
): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new InputError({ message: `${file}: ${message}`, location: at(0, 1) });
  }
}

function nodeAt(document: Document, path: DataPath): Node | null {
  let found: Node | null = isNode(document.contents) ? document.contents : null;
  for (let depth = 1; depth <= path.length; depth += 1) {
    const node = document.getIn(path.slice(0, depth), true);
    if (!isNode(node)) break;
    found = node;
  }
  return found;
}

function keyAt(document: Document, path: DataPath): Node | null {
  const parent = path.length > 1 ? document.getIn(path.slice(0, -1), true) : document.contents;
  const key = path.at(-1);
  if (isMap(parent)) {
    for (const pair of parent.items) {
      if (isPair(pair) && isScalar(pair.key) && String(pair.key.value) === String(key)) return pair.key;
    }
  }
  return nodeAt(document, path);
}

function locationAt(
  file: string,
  text: string,
  lines: LineCounter,
  offset: number,
  length: number,
): Location {
  const { line, col } = lines.linePos(Math.min(offset, text.length));
  const lineNumber = Math.max(1, line);
  const start = lines.lineStarts[lineNumber - 1] ?? 0;
  const newline = text.indexOf("\n", start);
  const lineText = text.slice(start, newline < 0 ? undefined : newline).replace(/\r$/, "");
  const column = Math.max(1, col);
  return {
    file,
    line: lineNumber,
    column,
    length: Math.max(1, Math.min(length, lineText.length - column + 1)),
    text: lineText,
  };
}
