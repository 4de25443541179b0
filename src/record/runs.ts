import { readdirSync, readFileSync } from "node:fs";
import { isRunId } from "../engine/run-id.ts";
import { InputError, type InputProblem } from "../errors.ts";
import { parseRunFacts, type RunFacts } from "./run-facts.ts";
import { runFiles, runsFolder } from "./run-files.ts";

/** A record, or why it cannot be read. */
export type ListedRun =
  | { readonly kind: "run"; readonly run: RunFacts }
  | { readonly kind: "unreadable"; readonly id: string; readonly problem: InputProblem };

/** The ids of the runs with a record, newest first; what else lies in the folder is passed over. */
export function runIds(runs: string = runsFolder): string[] {
  try {
    return readdirSync(runs)
      .filter(isRunId)
      .toSorted((a, b) => (a < b ? 1 : -1));
  } catch {
    return [];
  }
}

/** What is known of a run. Throws InputError where its record is missing, damaged, or of another version. */
export function readRun(id: string, runs: string = runsFolder): RunFacts {
  const file = runFiles(id, runs).facts;
  return parseRunFacts(textOf(file), file);
}

/** All runs, newest first. Cost: one small file for each. */
export function listRuns(runs: string = runsFolder): ListedRun[] {
  return runIds(runs).map((id) => listed(id, runs));
}

/** The newest run that is meant, null where there is none; records that cannot be read are passed over. */
export function lastRun(isMeant: (run: RunFacts) => boolean, runs: string = runsFolder): RunFacts | null {
  for (const id of runIds(runs)) {
    const entry = listed(id, runs);
    if (entry.kind === "run" && isMeant(entry.run)) return entry.run;
  }
  return null;
}

function listed(id: string, runs: string): ListedRun {
  try {
    return { kind: "run", run: readRun(id, runs) };
  } catch (error) {
    const [problem] = error instanceof InputError ? error.problems : [];
    if (!problem) throw error;
    return { kind: "unreadable", id, problem };
  }
}

function textOf(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ENOENT";
    const reason = isMissing ? "it is not there" : String(error);
    throw new InputError({
      message: `${file} cannot be read: ${reason}`,
      hint: "remove its folder when you do not need it",
    });
  }
}
