import type { UndoRecord } from "../journal/read-undo-records.ts";
import type { HostLoop, HostTask } from "../playbook/host-task.ts";
import type { Unknown } from "../playbook/scope.ts";
import type { Change } from "../resources/change.ts";
import type { Failure, TaskOutcome } from "./event.ts";
import { type RegisteredResult, registeredResult } from "./registered.ts";

/** What became of one task on one host, or what will become of it. */
export interface TaskResult {
  readonly outcome: TaskOutcome;
  /**
   * Of a forecast: the state that the task asks for does not hold now, so that it counts as changed whoever brings it
   * about. Of a task that waits for a result nothing is certain: it may turn out to be as asked for.
   */
  readonly isCertain: boolean;
  readonly message: string;
  readonly changes: readonly Change[];
  readonly failure: Failure | null;
  /** It failed, and the host goes on all the same: `ignore_errors`, `ignore_unreachable`. */
  readonly isIgnored: boolean;
  /** What `register` keeps. */
  readonly registered: RegisteredResult | Unknown;
  /** Variables that exist from then on, or will. */
  readonly defined: Readonly<Record<string, unknown>>;
}

/** What is to become of a failure: it is passed over, a rescue follows, or it ends the host. */
export type Handled = "ignored" | "rescue" | null;

/** The end of a task, or of a loop whose rounds cannot be known. */
export interface TaskEnd {
  readonly task: HostTask | HostLoop;
  readonly isHandler: boolean;
  readonly result: TaskResult;
  readonly handled: Handled;
  /** The machine that it acted on instead of its own host. */
  readonly delegate: string | null;
  readonly seconds: number;
}

/** Receives what happens on one host, in order. */
export interface HostReport {
  /** It takes time: something is applied, or waited for. */
  taskStart(task: HostTask): void;
  output(task: HostTask, line: string, stream: "stdout" | "stderr"): void;
  retry(task: HostTask, attempt: number, of: number, message: string): void;
  taskEnd(end: TaskEnd): void;
  /** A rescue made up for a failure. */
  rescued(): void;
  /** What the host is about to do and nobody could take back. */
  irreversible(changes: readonly string[]): void;
  /** A change was to be taken back. */
  undone(record: Pick<UndoRecord, "title" | "outcome" | "message">): void;
}

/** The result as its playbook wants it taken: `ignore_errors` lets a failure pass. */
export function passedOver(result: TaskResult, handled: Handled): TaskResult {
  return result.outcome === "failed" && handled === "ignored" ? { ...result, isIgnored: true } : result;
}

/** A result; what is not given is as for a task without anything to say. */
export function taskResult(outcome: TaskOutcome, rest: Partial<TaskResult> = {}): TaskResult {
  return {
    isCertain: false,
    message: "",
    changes: [],
    failure: null,
    isIgnored: false,
    registered: registeredResult(outcome, rest.message ?? ""),
    defined: {},
    ...rest,
    outcome,
  };
}
