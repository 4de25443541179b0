import type { Failure, HostRecap, RunEvent } from "../../../src/engine/event.ts";

type TaskEnd = RunEvent & { kind: "task-end" };

/** A point in time, `seconds` after the run of a test started. */
export function at(seconds: number): string {
  return new Date(Date.UTC(2030, 0, 1) + seconds * 1000).toISOString();
}

export function taskEnd(
  host: string,
  task: string,
  outcome: TaskEnd["outcome"],
  more: Partial<TaskEnd> = {},
): TaskEnd {
  return {
    at: at(1),
    kind: "task-end",
    host,
    id: "0",
    role: null,
    task,
    handler: false,
    delegate: null,
    outcome,
    message: "",
    changes: [],
    diff: null,
    failure: null,
    ignored: false,
    rescue: false,
    seconds: 1,
    ...more,
  };
}

export function failure(more: Partial<Failure> = {}): Failure {
  return { kind: "failed", task: null, message: "it broke", detail: "", hint: "", ...more };
}

export function hostRecap(host: string, more: Partial<HostRecap> = {}): HostRecap {
  return {
    host,
    ok: 25,
    changed: 0,
    failed: 0,
    skipped: 0,
    deferred: 0,
    ignored: 0,
    rescued: 0,
    unreachable: 0,
    undone: 0,
    frames: 2,
    seconds: 0.31,
    failure: null,
    ...more,
  };
}

export function runEnd(
  recap: readonly HostRecap[],
  more: { readonly check?: boolean; readonly interrupted?: boolean } = {},
): RunEvent & { kind: "run-end" } {
  return { at: at(60), kind: "run-end", check: false, interrupted: false, seconds: 12.4, recap, ...more };
}

/** Of a play without `serial`. */
export const batch = { number: 1, of: 1 };

export function runStart(hosts: readonly string[], check = false): RunEvent {
  return {
    at: at(0),
    kind: "run-start",
    run: "20300101-000000-000000",
    playbook: "site.yaml",
    check,
    resumes: null,
    hosts,
  };
}
