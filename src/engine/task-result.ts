import type { HostTask } from "../playbook/host-task.ts";
import type { Change } from "../resources/change.ts";
import type { CommandOutput } from "../resources/resource.ts";
import type { Failure, TaskOutcome } from "./event.ts";

/** What became of one task on one host. */
export interface TaskResult {
  readonly outcome: TaskOutcome;
  readonly message: string;
  readonly changes: readonly Change[];
  readonly output: CommandOutput | undefined;
  readonly failure: Failure | null;
}

/** Receives what happens on one host, in order. */
export interface HostReport {
  taskStart(task: HostTask): void;
  output(task: HostTask, line: string, stream: "stdout" | "stderr"): void;
  taskEnd(task: HostTask, isHandler: boolean, result: TaskResult, seconds: number): void;
}

/** A result without a failure. */
export function taskResult(
  outcome: Exclude<TaskOutcome, "failed">,
  rest: Partial<Pick<TaskResult, "message" | "changes" | "output">> = {},
): TaskResult {
  return { message: "", changes: [], output: undefined, ...rest, outcome, failure: null };
}
