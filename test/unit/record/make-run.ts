import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { HostRecap, RunEvent } from "../../../src/engine/event.ts";
import type { InputProblem } from "../../../src/errors.ts";
import { openRunRecord } from "../../../src/record/open-run-record.ts";
import type { NewRun } from "../../../src/record/run-facts.ts";
import type { RunRecord } from "../../../src/record/run-record.ts";

/** A folder for records, below one that is not there yet. */
export function recordsFolder(): string {
  return join(mkdtempSync(join(tmpdir(), "lab-record-")), ".lab", "runs");
}

/** What a run of two hosts is. */
export function someRun(id: string, overrides: Partial<NewRun> = {}): NewRun {
  return {
    id,
    resumes: null,
    undoes: null,
    extraVars: [],
    playbook: "site.yaml",
    check: false,
    hosts: ["cp1", "worker1"],
    limit: null,
    tags: [],
    skipTags: [],
    startAtTask: null,
    lab: "1.0.0",
    ...overrides,
  };
}

/** Begins a record; its troubles are kept in `troubles`. */
export function beginRecord(runs: string, run: NewRun, troubles: InputProblem[] = []): RunRecord {
  const record = openRunRecord(
    run,
    [],
    { redact: (value) => value, trouble: (problem) => troubles.push(problem) },
    runs,
  );
  if (record === null) throw new Error(troubles[0]?.message);
  return record;
}

/** An event, so many milliseconds into the run. */
export function eventAt<Event extends Omit<RunEvent, "at">>(
  ms: number,
  event: Event,
): Event & { at: string } {
  return { at: new Date(Date.parse("2026-01-31T14:05:09Z") + ms).toISOString(), ...event };
}

/** The counters of a host, all 0 but these. */
export function recapOf(host: string, counters: Partial<HostRecap> = {}): HostRecap {
  return {
    host,
    ok: 0,
    changed: 0,
    failed: 0,
    ignored: 0,
    rescued: 0,
    skipped: 0,
    deferred: 0,
    unreachable: 0,
    undone: 0,
    frames: 0,
    seconds: 0,
    failure: null,
    ...counters,
  };
}

type TaskEnd = RunEvent & { kind: "task-end" };

/** The end of a task that was ok, but for what is said otherwise. */
export function taskEnd(ms: number, host: string, task: string, overrides: Partial<TaskEnd> = {}): TaskEnd {
  return {
    at: new Date(Date.parse("2026-01-31T14:05:09Z") + ms).toISOString(),
    kind: "task-end",
    host,
    id: task,
    role: null,
    task,
    handler: false,
    delegate: null,
    outcome: "ok",
    message: "",
    changes: [],
    diff: null,
    failure: null,
    ignored: false,
    rescue: false,
    seconds: 0,
    ...overrides,
  };
}
