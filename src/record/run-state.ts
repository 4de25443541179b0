import { hostname } from "node:os";
import { exitCode } from "../errors.ts";
import { processStart } from "./own-process.ts";
import type { RunFacts } from "./run-facts.ts";

/** "interrupted": ended in order, by a signal; "killed": its process is gone, and never said how it ended. */
export type RunState = "running" | "ended" | "interrupted" | "killed";

/** For how long a run on another machine, whose processes cannot be seen, is taken for running. */
const elsewhereMs = 24 * 60 * 60 * 1000;

/** What became of a run. Cost: two small files of /proc for one that has not ended. */
export function runState(run: RunFacts, now: Date = new Date()): RunState {
  if (run.end !== null) return run.exitCode === exitCode.interrupted ? "interrupted" : "ended";
  const isRunning =
    run.machine === hostname() ? isAlive(run) : now.getTime() - Date.parse(run.start) < elsewhereMs;
  return isRunning ? "running" : "killed";
}

function isAlive({ pid, processStart: began }: RunFacts): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
  return began === "" || began === processStart(pid);
}
