import { readFileSync } from "node:fs";
import type { InputProblem, Location } from "../errors.ts";
import { fromHere } from "../input/from-here.ts";
import { locator } from "../input/location.ts";

/** A TypeScript file of a project, in which places are found by what is written there. */
export interface SourceFile {
  /** As the user would type it. */
  readonly file: string;
  readonly text: string;
}

/** Reads a file of a project. */
export function readSourceFile(path: string): SourceFile {
  return { file: fromHere(path), text: readFileSync(path, "utf8") };
}

/** Where the first match of the first pattern that matches stands; the beginning of the file where none does. */
export function placeOf({ file, text }: SourceFile, ...patterns: readonly RegExp[]): Location {
  const at = locator(file, text);
  for (const pattern of patterns) {
    const match = pattern.exec(text);
    if (match) return at(match.index, match.index + match[0].length);
  }
  const start = text.length - text.trimStart().length;
  const lineEnd = text.indexOf("\n", start);
  return at(start, lineEnd < 0 ? text.length : lineEnd);
}

/** A mistake at the place where one of the patterns matches. */
export function problemAt(
  source: SourceFile,
  patterns: readonly RegExp[],
  message: string,
  hint: string,
): InputProblem {
  return { message, location: placeOf(source, ...patterns), hint };
}

/** A pattern for `text` as it is, between what surrounds it. */
export function literally(text: string, before = "", after = ""): RegExp {
  return new RegExp(`${before}${text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}${after}`);
}
