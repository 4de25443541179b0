import type { Location } from "../errors.ts";
import { maskSecrets } from "./secret-name.ts";

/**
 * Finds the line and column of an offset in one text. Cost: one pass to build, a binary search per place; a line is
 * searched for secrets once, however many places are on it. Lines of a hidden text are starred out as a whole.
 */
export function locator(
  file: string,
  text: string,
  isHidden = false,
): (start: number, end: number) => Location {
  const lineStarts = [0];
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) lineStarts.push(at + 1);
  const masked = new Map<number, string>();
  const maskedLine = (lineStart: number, line: string): string => {
    const known = masked.get(lineStart) ?? (isHidden ? line.replaceAll(/\S/g, "*") : maskSecrets(line));
    masked.set(lineStart, known);
    return known;
  };
  return (start, end) => {
    const offset = lastContent(text, Math.min(start, text.length));
    const index = lastNotAfter(lineStarts, offset);
    const lineStart = lineStarts[index] ?? 0;
    const newline = text.indexOf("\n", lineStart);
    const line = text.slice(lineStart, newline < 0 ? undefined : newline).replace(/\r$/, "");
    const column = offset - lineStart + 1;
    return {
      file,
      line: index + 1,
      column,
      length: Math.max(1, Math.min(end - offset, line.length - column + 1)),
      text: maskedLine(lineStart, line),
    };
  };
}

/** A problem at the very end of a file is shown on its last line with text, not on the empty one after it. */
function lastContent(text: string, offset: number): number {
  if (offset < text.length || text.trim() === "") return offset;
  return text.trimEnd().length;
}

function lastNotAfter(sorted: readonly number[], value: number): number {
  let low = 0;
  let high = sorted.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
