import { join } from "node:path";

/** Where the records of runs are, seen from the folder that lab works in. */
export const runsFolder = join(".lab", "runs");

/** The files of one run's record. */
export interface RunFiles {
  readonly folder: string;
  readonly facts: string;
  readonly compiled: string;
  readonly events: string;
  readonly journal: string;
  readonly report: string;
}

/** The paths of a run's record. */
export function runFiles(id: string, runs: string = runsFolder): RunFiles {
  const folder = join(runs, id);
  return {
    folder,
    facts: join(folder, "run.json"),
    compiled: join(folder, "compiled.json"),
    events: join(folder, "events.jsonl"),
    journal: join(folder, "journal.jsonl"),
    report: join(folder, "report.html"),
  };
}
