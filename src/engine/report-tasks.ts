import { changeSummary } from "./change-summary.ts";
import type { RunEvent } from "./event.ts";
import type { RunTally } from "./run-tally.ts";
import type { HostReport, TaskEnd } from "./task-result.ts";

/** An event without its time, which is added when it is emitted. */
export type NewEvent = RunEvent extends infer Event
  ? Event extends unknown
    ? Omit<Event, "at">
    : never
  : never;

/** Turns what happens on one host into events, and counts it. `atTask` learns which task takes time at the moment. */
export function reportTasks(
  host: string,
  tally: RunTally,
  emit: (event: NewEvent) => void,
  atTask: (name: string | null) => void,
): HostReport {
  return {
    taskStart: (task) => {
      atTask(task.name);
      emit({ kind: "task-start", host, task: task.name });
    },
    output: (task, line, stream) => {
      if (!task.settings.noLog) emit({ kind: "output", host, task: task.name, stream, line });
    },
    retry: (task, attempt, of, message) => {
      const shown = task.settings.noLog ? "hidden by no_log" : message;
      emit({ kind: "task-retry", host, task: task.name, attempt, of, message: shown });
    },
    taskEnd: (end) => {
      atTask(null);
      countEnd(host, tally, end);
      emit(endEvent(host, end));
    },
    rescued: () => tally.rescue(host),
    irreversible: (changes) => emit({ kind: "irreversible", host, changes }),
    undone: ({ title, outcome, message }) => {
      if (outcome === "undone") tally.undo(host);
      emit({ kind: "undo", host, change: title, outcome, message });
    },
  };
}

function countEnd(host: string, tally: RunTally, { result, handled }: TaskEnd): void {
  const { failure, outcome, isIgnored } = result;
  if (!failure) tally.count(host, outcome);
  else if (isIgnored) tally.count(host, "ignored");
  else if (handled === "rescue") tally.hold(host, failure);
  else {
    tally.count(host, "failed");
    tally.fail(host, failure);
  }
}

function endEvent(host: string, end: TaskEnd): NewEvent {
  const { task, isHandler, result, handled, delegate, seconds } = end;
  const { outcome, message, changes, failure, isIgnored } = result;
  return {
    kind: "task-end",
    host,
    id: task.id,
    role: task.role,
    task: task.name,
    handler: isHandler,
    delegate,
    outcome,
    message,
    changes: task.settings.noLog ? [] : changes.map(changeSummary),
    diff: task.settings.diff,
    failure: task.settings.noLog && failure ? { ...failure, detail: "hidden by no_log" } : failure,
    ignored: isIgnored,
    rescue: failure !== null && !isIgnored && handled === "rescue",
    seconds,
  };
}
