import type { InputProblem, Location } from "../errors.ts";

const widestLine = 160;
const wide =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u;

/**
 * Problems as text, sorted by place: `file:line:column: error: message`, the offending line, carets under
 * the offending part, and the hint. Control characters of the user's text, and what reorders it, are shown as �.
 */
export function printProblems(
  problems: readonly InputProblem[],
  severity: "error" | "warning" = "error",
): string {
  const text = problems.toSorted(byPlace).map((problem) => printProblem(problem, severity));
  return [...new Set(text)].join("\n");
}

function printProblem(problem: InputProblem, severity: string): string {
  const { location, message, hint } = problem;
  const lines: string[] = [];
  if (location) {
    const gutter = String(location.line);
    const { before, marked, after } = excerpt(location);
    lines.push(`${location.file}:${gutter}:${location.column}: ${severity}: ${message}`);
    lines.push(`  ${gutter} | ${before}${marked}${after}`);
    lines.push(`  ${" ".repeat(gutter.length)} | ${blank(before)}${"^".repeat(Math.max(1, width(marked)))}`);
  } else {
    lines.push(`${severity}: ${message}`);
  }
  if (hint) lines.push(`  hint: ${hint}`);
  return lines.join("\n").replace(/(?![\n\t])\p{Cc}|\p{Bidi_Control}|[\u2028\u2029]/gu, "\ufffd");
}

/** The offending line in three parts; of a very long one, only what surrounds the offending part. */
function excerpt(location: Location): { before: string; marked: string; after: string } {
  const { text, column } = location;
  const before = text.slice(0, column - 1);
  const marked = text.slice(column - 1, column - 1 + location.length);
  const after = text.slice(column - 1 + location.length);
  if (text.length <= widestLine) return { before, marked, after };
  const room = widestLine / 4;
  return {
    before: before.length > room ? `…${before.slice(-room)}` : before,
    marked: marked.length > 2 * room ? `${marked.slice(0, 2 * room)}…` : marked,
    after: after.length > room ? `${after.slice(0, room)}…` : after,
  };
}

/** As many columns of blanks as the text fills on a terminal; tabs stay tabs. */
function blank(text: string): string {
  return [...text].map((char) => (char === "\t" ? char : " ".repeat(width(char)))).join("");
}

function width(text: string): number {
  return [...text].reduce((sum, char) => sum + (wide.test(char) ? 2 : 1), 0);
}

function byPlace(a: InputProblem, b: InputProblem): number {
  return (
    compare(a.location?.file ?? "", b.location?.file ?? "") ||
    (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
    (a.location?.column ?? 0) - (b.location?.column ?? 0)
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}
