import { bare, type Place, placeIndex, rawLines, spliceLines } from "./text-lines.ts";

/** A block of lines between two marker lines. */
export interface WantedBlock extends Place {
  readonly begin: string;
  readonly end: string;
  /** Null: neither block nor markers. */
  readonly lines: readonly string[] | null;
}

/** The text with the wanted block, at its old place or, where it is new, at the wanted one; or what is wrong with the text. */
export function editBlock(text: string, wanted: WantedBlock): string | { readonly problem: string } {
  const { begin, end, lines } = wanted;
  const old = rawLines(text).map(bare);
  const from = old.lastIndexOf(begin);
  const to = old.indexOf(end, Math.max(from, 0));
  if (from < 0 !== to < 0) {
    const [found, missing] = from < 0 ? [end, begin] : [begin, end];
    return { problem: `holds the line "${found}", but no matching "${missing}"` };
  }
  const block = lines === null ? [] : [begin, ...lines, end];
  if (from < 0) return lines === null ? text : spliceLines(text, placeIndex(old, wanted), 0, block);
  const current = old.slice(from, to + 1);
  if (current.length === block.length && current.every((line, index) => line === block[index])) return text;
  return spliceLines(text, from, to - from + 1, block);
}
