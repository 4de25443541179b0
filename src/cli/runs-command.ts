import { exitCode } from "../errors.ts";
import { findRun } from "../record/find-run.ts";
import { readEvents } from "../record/read-events.ts";
import { runState } from "../record/run-state.ts";
import { listRuns } from "../record/runs.ts";
import { createPaint } from "../report/paint.ts";
import { tellRun } from "../report/run-story.ts";
import { runLines } from "./run-lines.ts";
import { runsTable } from "./runs-table.ts";

/** Where and how runs are shown. */
export interface RunsOutput {
  readonly json: boolean;
  readonly write: (text: string) => void;
  readonly isTty: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** `lab runs`: the newest `limit` runs, the newest first. */
export function listCommand(limit: number, { json, write, isTty, env }: RunsOutput): number {
  const runs = listRuns();
  if (json) {
    const rows = runs.map((entry) =>
      entry.kind === "run"
        ? { ...entry.run, state: runState(entry.run) }
        : { id: entry.id, state: "unreadable", message: entry.problem.message },
    );
    write(`${JSON.stringify(rows, null, 2)}\n`);
    return exitCode.ok;
  }
  if (runs.length === 0) write("no run yet\n");
  else write(`${runsTable(runs.slice(0, limit), createPaint(env, isTty)).join("\n")}\n`);
  const older = runs.length - limit;
  if (older > 0) write(`… and ${older} older: lab runs -n ${runs.length}\n`);
  return exitCode.ok;
}

/** `lab runs show`. Throws InputError for a run that is not there or cannot be read. */
export function showCommand(named: string, { json, write, isTty, env }: RunsOutput): number {
  const run = findRun(named);
  const events = readEvents(run.id);
  if (json) {
    const { hosts, warnings, plays } = tellRun(events);
    write(`${JSON.stringify({ ...run, state: runState(run), warnings, plays, hosts }, null, 2)}\n`);
  } else write(`${runLines(run, events, createPaint(env, isTty)).join("\n")}\n`);
  return exitCode.ok;
}
