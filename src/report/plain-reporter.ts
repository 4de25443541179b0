import { printProblems } from "../input/print-problems.ts";
import { createDiffView } from "./diff-view.ts";
import type { Paint } from "./paint.ts";
import { plainLines } from "./plain-lines.ts";
import { recapLines } from "./recap.ts";
import type { Reporter } from "./reporter.ts";

/** A line for each thing worth knowing, as it happens; made for logs. Warnings go to stderr. */
export function createPlainReporter(options: {
  readonly stdout: { write(text: string): unknown };
  readonly stderr: { write(text: string): unknown };
  readonly paint: Paint;
  readonly diff: boolean;
  readonly verbosity: number;
}): Reporter {
  const { stdout, stderr, paint, verbosity } = options;
  const diffs = createDiffView(paint);
  let check = false;
  /** The heading of a play, until there is something below it: a play of which all tasks are skipped has none. */
  let heading: readonly string[] = [];
  const print = (lines: readonly string[]) => {
    if (lines.length > 0) stdout.write(`${lines.join("\n")}\n`);
  };
  return {
    handle(event) {
      if (event.kind === "run-start") check = event.check;
      if (event.kind === "warning") stderr.write(`${printProblems([event.problem], "warning")}\n`);
      if (event.kind === "task-end" && (event.diff ?? options.diff)) diffs.add(event);
      const lines = plainLines(event, { paint, verbosity, check });
      if (event.kind === "play-start") heading = lines;
      else if (lines.length > 0 || (event.kind === "task-end" && event.outcome !== "skipped")) {
        print([...heading, ...lines]);
        heading = [];
      }
      if (event.kind === "run-end") print(["", ...diffs.lines(), ...recapLines(event, paint)]);
    },
    close: async () => {},
  };
}
