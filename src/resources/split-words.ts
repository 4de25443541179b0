import { InputError } from "../errors.ts";

/**
 * Splits a command line into words as sh does, with quotes and backslashes, but without any expansion: `$HOME`, `*`
 * and `|` stand for themselves. Throws InputError on a quote that is not closed and on a line without words.
 */
export function splitWords(line: string): string[] {
  const token = /\s+|'([^']*)'|"((?:[^"\\]|\\[\s\S])*)"|\\([\s\S])|[^\s'"\\]+|([\s\S])/g;
  const words: string[] = [];
  let word: string | null = null;
  for (const [text, single, double, escaped, stray] of line.matchAll(token)) {
    if (stray !== undefined) throw new InputError({ message: `a quote is not closed in: ${line}` });
    if (single !== undefined) word = (word ?? "") + single;
    else if (double !== undefined)
      word = (word ?? "") + double.replaceAll(/\\([$`"\\])/g, "$1").replaceAll("\\\n", "");
    else if (escaped !== undefined) word = (word ?? "") + (escaped === "\n" ? "" : escaped);
    else if (text.trim() !== "") word = (word ?? "") + text;
    else if (word !== null) {
      words.push(word);
      word = null;
    }
  }
  if (word !== null) words.push(word);
  if (words.length === 0) throw new InputError({ message: "a command without words" });
  return words;
}
