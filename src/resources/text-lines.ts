/** The lines of a text, each with its own line end; joined they are the text again, byte for byte. */
export function rawLines(text: string): readonly string[] {
  return text.match(/[^\n]*\n|[^\n]+$/g) ?? [];
}

/** A line without its line end. */
export function bare(raw: string): string {
  return raw.replace(/\r?\n$/, "");
}

/** The line end of new lines in a text: CRLF files stay CRLF files. */
export function lineEnd(text: string): "\r\n" | "\n" {
  return text.includes("\r\n") ? "\r\n" : "\n";
}

/** The text with bare lines put in the place of `count` lines at `index`; what follows or precedes keeps its line end. */
export function spliceLines(text: string, index: number, count: number, lines: readonly string[]): string {
  const raw = [...rawLines(text)];
  const end = lineEnd(text);
  const last = raw[index - 1];
  if (last !== undefined && lines.length > 0 && !last.endsWith("\n")) raw[index - 1] = last + end;
  raw.splice(index, count, ...lines.map((line) => line + end));
  return raw.join("");
}

/** Where something new goes: after or before the last match, or at one end of the file. */
export interface Place {
  readonly insertafter: RegExp | "EOF";
  readonly insertbefore: RegExp | "BOF" | null;
}

/** The index at which a new line goes; the end of the file where nothing matches. */
export function placeIndex(lines: readonly string[], place: Place): number {
  const { insertafter, insertbefore } = place;
  if (insertbefore === "BOF") return 0;
  if (insertbefore !== null) {
    const before = lines.findLastIndex((line) => insertbefore.test(line));
    return before < 0 ? lines.length : before;
  }
  if (insertafter === "EOF") return lines.length;
  const after = lines.findLastIndex((line) => insertafter.test(line));
  return after < 0 ? lines.length : after + 1;
}
