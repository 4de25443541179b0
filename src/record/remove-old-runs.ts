import { rmSync } from "node:fs";
import { runFiles, runsFolder } from "./run-files.ts";
import { runState } from "./run-state.ts";
import { readRun, runIds } from "./runs.ts";

/**
 * Removes the records of all runs but the newest `keep`, and those that still run. Never throws: what cannot be removed
 * stays.
 */
export function removeOldRuns(keep: number, runs: string = runsFolder): void {
  for (const id of runIds(runs).slice(keep)) {
    if (!isRunning(id, runs)) removeRun(id, runs);
  }
}

/** Removes the record of a run. Never throws: what cannot be removed stays. */
export function removeRun(id: string, runs: string = runsFolder): void {
  try {
    rmSync(runFiles(id, runs).folder, { recursive: true, force: true });
  } catch {
    // Another owner's, or removed by another lab at the same time.
  }
}

function isRunning(id: string, runs: string): boolean {
  try {
    return runState(readRun(id, runs)) === "running";
  } catch {
    return false;
  }
}
