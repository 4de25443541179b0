import { shQuote } from "./sh-quote.ts";

/** Texts as words of POSIX sh, each standing for exactly itself. */
export function shWords(texts: readonly string[]): string {
  return texts.map(shQuote).join(" ");
}
