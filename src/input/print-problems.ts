import type { InputProblem } from "../errors.ts";

/**
 * Problems as text, sorted by place: `file:line:column: error: message`, the offending line, carets under
 * the offending part, and the hint.
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
    lines.push(`${location.file}:${gutter}:${location.column}: ${severity}: ${message}`);
    const before = location.text.slice(0, location.column - 1).replace(/[^\t]/g, " ");
    lines.push(`  ${gutter} | ${location.text}`);
    lines.push(`  ${" ".repeat(gutter.length)} | ${before}${"^".repeat(location.length)}`);
  } else {
    lines.push(`${severity}: ${message}`);
  }
  if (hint) lines.push(`  hint: ${hint}`);
  return lines.join("\n");
}

function byPlace(a: InputProblem, b: InputProblem): number {
  return (
    (a.location?.file ?? "").localeCompare(b.location?.file ?? "") ||
    (a.location?.line ?? 0) - (b.location?.line ?? 0) ||
    (a.location?.column ?? 0) - (b.location?.column ?? 0)
  );
}
