import type { TextRange } from "./literal-search.ts";

/** A line break within a run, with what a diff, a list or an indented block puts before the next line; also one in JSON. */
const lineBreak = "(?:\\r?\\n|\\\\n)[ \\t]*[+-]?[ \\t]*";

/** How bytes are written as text: how a run begins and goes on in the next line, and what bytes it may stand for. */
interface Encoding {
  readonly begin: RegExp;
  readonly next: RegExp;
  /** One after another, as latin1. */
  readings(run: string): Iterable<string>;
}

const encodings: readonly Encoding[] = [
  {
    begin: /[A-Za-z0-9+/_-]{16,}/g,
    next: new RegExp(`${lineBreak}[A-Za-z0-9+/_-]{4,}`, "y"),
    readings: base64Readings,
  },
  {
    begin: /[0-9a-f]{2}[0-9a-f: ]{10,}/gi,
    next: new RegExp(`${lineBreak}[0-9a-f][0-9a-f: ]*`, "iy"),
    readings: hexReadings,
  },
];

/**
 * The runs of base64 and hexadecimal digits in a text, over line breaks too, of which `isSecret` says that the bytes
 * that they stand for (as latin1) hold a secret. Time is linear.
 */
export function secretRuns(text: string, isSecret: (bytes: string) => boolean): TextRange[] {
  return encodings.flatMap(({ begin, next, readings }) => {
    const found: TextRange[] = [];
    begin.lastIndex = 0;
    for (let match = begin.exec(text); match; match = begin.exec(text)) {
      const run = { start: match.index, end: endOfRun(text, begin.lastIndex, next) };
      begin.lastIndex = run.end;
      for (const bytes of readings(text.slice(run.start, run.end))) {
        if (!isSecret(bytes)) continue;
        found.push(run);
        break;
      }
    }
    return found;
  });
}

/** A loop, because a repetition in the expression would need memory for each line. */
function endOfRun(text: string, from: number, next: RegExp): number {
  let end = from;
  next.lastIndex = end;
  while (next.test(text)) end = next.lastIndex;
  while (text[end] === "=") end += 1;
  return end;
}

/** Whether a line is nothing but encoded bytes, as a tool breaks them at 60 characters or more: the next line may go on. */
export function isEncodedLine(line: string): boolean {
  if (line.length < 60) return false;
  // Trimmed first: blanks that three parts of one expression could take would be tried in every division.
  const text = line.trim().replace(/^[+-]/, "").trimStart();
  return text.length >= 60 && (/^[A-Za-z0-9+/_-]+$/.test(text) || /^[0-9a-f: ]+$/i.test(text));
}

/** What stands before a run may look like a part of it, so it is read from each of the places where it may begin. */
function* base64Readings(run: string): Generator<string> {
  const joined = new Set([
    run.replace(/\r?\n[ \t]*|\\n[ \t]*/g, ""),
    run.replace(/(?:\r?\n|\\n)[ \t]*[+-]?[ \t]*/g, ""),
  ]);
  for (const digits of joined) {
    for (const offset of [0, 1, 2, 3]) yield Buffer.from(digits.slice(offset), "base64").toString("latin1");
  }
}

function* hexReadings(run: string): Generator<string> {
  const digits = run.replace(/\\n|[^0-9a-f]/gi, "");
  for (const offset of [0, 1]) {
    const end = digits.length - ((digits.length - offset) % 2);
    yield Buffer.from(digits.slice(offset, end), "hex").toString("latin1");
  }
}
