import type { TextRange } from "./literal-search.ts";

/** Parts of secrets that are shorter than this are not told from ordinary text. */
const shortestPart = 4;

/** Where lab has left something out of a text, with what may stand between the place and the words around it. */
const cuts =
  /(?:\\n|[\s"',])*(?:… \d+ earlier lines|…|\[\.\.\. (?:\d+ bytes|the middle is) left out \.\.\.\])(?:\\n|[\s"',])*/g;

/** The parts of secrets that were cut in the middle where lab has left something out. Cost: none without such a place. */
export function cutSecrets(text: string, secrets: Iterable<string>): TextRange[] {
  if (!text.includes("…") && !text.includes(" left out ...]")) return [];
  const all = [...secrets];
  return [...text.matchAll(cuts)].flatMap(({ 0: cut, index }) => {
    const head = longest(all, (secret) => overlapBefore(text, index, secret));
    const tail = longest(all, (secret) => overlapAfter(text, index + cut.length, secret));
    const end = index + cut.length;
    return [
      ...(head > 0 ? [{ start: index - head, end: index }] : []),
      ...(tail > 0 ? [{ start: end, end: end + tail }] : []),
    ];
  });
}

/** How many characters before `end` are the beginning of a secret that goes on behind it; 0 for fewer than 4. */
export function overlapBefore(text: string, end: number, secret: string): number {
  const last = text.slice(Math.max(0, end - shortestPart), end);
  if (last.length < shortestPart) return 0;
  for (let at = secret.lastIndexOf(last, secret.length - shortestPart - 1); at >= 0; ) {
    const length = at + shortestPart;
    if (text.startsWith(secret.slice(0, length), end - length)) return length;
    if (at === 0) break;
    at = secret.lastIndexOf(last, at - 1);
  }
  return 0;
}

function overlapAfter(text: string, start: number, secret: string): number {
  const first = text.slice(start, start + shortestPart);
  if (first.length < shortestPart) return 0;
  for (let at = secret.indexOf(first, 1); at >= 0; at = secret.indexOf(first, at + 1)) {
    if (text.startsWith(secret.slice(at), start)) return secret.length - at;
  }
  return 0;
}

function longest(secrets: readonly string[], overlap: (secret: string) => number): number {
  return secrets.reduce((length, secret) => Math.max(length, overlap(secret)), 0);
}
