/** A range of a text, from `start` up to but not with `end`. */
export interface TextRange {
  readonly start: number;
  readonly end: number;
}

/** Longer literals are looked for one by one; a regular expression of them all would be too large. */
const longestInPattern = 256;

/**
 * Makes a search for all places, also overlapping ones, where one of `literals` stands; literals below 4 characters
 * only as whole words, or ordinary text would be lost. Cost: one pass over the text, and one for each long literal.
 */
export function literalSearch(literals: Iterable<string>): (text: string) => TextRange[] {
  const all = [...literals];
  const long = all.filter((literal) => literal.length > longestInPattern);
  const short = all.filter((literal) => literal.length <= longestInPattern);
  const pattern = short.length > 0 ? anyOf(short) : null;
  return (text) => {
    const found = long.flatMap((literal) => placesOf(literal, text));
    if (pattern === null) return found;
    pattern.lastIndex = 0;
    for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
      found.push({ start: match.index, end: match.index + match[0].length });
      // The next one may begin within this one.
      pattern.lastIndex = match.index + 1;
    }
    return found;
  };
}

/** The text with each of the ranges replaced; those that touch or overlap become one. */
export function replaceRanges(text: string, ranges: readonly TextRange[], replacement: string): string {
  if (ranges.length === 0) return text;
  const parts: string[] = [];
  let at = 0;
  let open = false;
  for (const { start, end } of ranges.toSorted((a, b) => a.start - b.start)) {
    if (!open || start > at) {
      parts.push(text.slice(at, start), replacement);
      open = true;
    }
    at = Math.max(at, end);
  }
  return parts.join("") + text.slice(at);
}

function placesOf(literal: string, text: string): TextRange[] {
  const found: TextRange[] = [];
  for (let start = text.indexOf(literal); start >= 0; start = text.indexOf(literal, start + literal.length)) {
    found.push({ start, end: start + literal.length });
  }
  return found;
}

/** Longest first, so that of two that begin at one place the longer one goes. */
function anyOf(literals: readonly string[]): RegExp {
  const alternatives = literals
    .toSorted((a, b) => b.length - a.length)
    .map((literal) => {
      const quoted = literal.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
      return literal.length < 4 ? `(?<![\\p{L}\\p{N}_])${quoted}(?![\\p{L}\\p{N}_])` : quoted;
    });
  return new RegExp(alternatives.join("|"), "gu");
}
