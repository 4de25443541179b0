import { bare, lineEnd, type Place, placeIndex, rawLines, spliceLines } from "./text-lines.ts";

/** The line that is to be in a text. */
export interface WantedLine extends Place {
  readonly line: string;
  readonly regexp: RegExp | null;
  readonly backrefs: boolean;
}

/**
 * The text with the wanted line: the last line that `regexp` matches is replaced; where none does, the line is added at
 * its place unless it is there. A line that `regexp` would not match again counts as done where it is there already,
 * so that a second edit changes nothing.
 */
export function editLine(text: string, wanted: WantedLine): string {
  const { line, regexp, backrefs } = wanted;
  const lines = rawLines(text).map(bare);
  const present = lines.includes(line);
  if (present && !backrefs && (regexp === null || !regexp.test(line))) return text;
  const index = regexp === null ? -1 : lines.findLastIndex((candidate) => regexp.test(candidate));
  const matched = lines[index];
  if (regexp === null || matched === undefined) {
    if (present || backrefs) return text;
    return spliceLines(text, placeIndex(lines, wanted), 0, [line]);
  }
  const replacement = backrefs ? expand(line, regexp.exec(matched)) : line;
  return replaceLine(text, index, replacement);
}

/** The text without the lines that match; without `regexp`, those that equal `line`. */
export function removeLines(text: string, regexp: RegExp | null, line: string | undefined): string {
  const matches = (candidate: string) => (regexp ? regexp.test(candidate) : candidate === line);
  return rawLines(text)
    .filter((raw) => !matches(bare(raw)))
    .join("");
}

/** The replaced line keeps its own line end, or none; an empty line without one would be no line. */
function replaceLine(text: string, index: number, line: string): string {
  const raw = [...rawLines(text)];
  const old = raw[index] ?? "";
  const end = old.slice(bare(old).length);
  raw[index] = line + (line === "" && end === "" ? lineEnd(text) : end);
  return raw.join("");
}

/** \1 and \g<name> are groups, empty where they took no part; \\ is a backslash. */
function expand(line: string, match: RegExpExecArray | null): string {
  return line.replace(
    /\\(?:(\d{1,2})|g<(\w+)>|\\)/g,
    (all, number: string | undefined, name: string | undefined) => {
      if (number !== undefined) return match?.[Number(number)] ?? "";
      if (name !== undefined) return match?.groups?.[name] ?? "";
      return all.slice(1);
    },
  );
}
