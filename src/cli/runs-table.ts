import type { RunFacts } from "../record/run-facts.ts";
import type { ListedRun } from "../record/runs.ts";
import type { Paint } from "../report/paint.ts";
import { sanitize } from "../report/sanitize.ts";
import { localTime, runDuration, runOutcome } from "./run-words.ts";

/** The runs as a table, in the order given; a record that cannot be read is a line that says why. */
export function runsTable(runs: readonly ListedRun[], paint: Paint): string[] {
  const rows = runs.flatMap((entry) => (entry.kind === "run" ? [cells(entry)] : []));
  const head = ["ID", "WHEN", "PLAYBOOK", "MODE", "HOSTS", "TIME", "OUTCOME"];
  const widths = head.map((title, column) =>
    Math.max(title.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell.padEnd(widths[column] ?? 0)))
      .join("  ");
  return [
    paint("dim", line(head)),
    ...runs.map((entry) => {
      if (entry.kind === "unreadable") return `${entry.id}  ${paint("red", entry.problem.message)}`;
      const { text, style } = runOutcome(entry.run);
      return line([...cells(entry).slice(0, -1), paint(style, text)]);
    }),
  ];
}

function cells({ run }: ListedRun & { kind: "run" }): string[] {
  return [
    run.id,
    localTime(run.start),
    sanitize(run.playbook),
    modeOf(run),
    String(run.hosts.length),
    runDuration(run),
    runOutcome(run).text,
  ];
}

function modeOf({ check, resumes, undoes }: RunFacts): string {
  if (undoes !== null) return "rollback";
  if (check) return "check";
  return resumes === null ? "run" : "resume";
}
