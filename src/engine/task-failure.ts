import {
  CommandError,
  ConnectionError,
  ConvergenceError,
  InputError,
  InternalError,
  RevertedError,
} from "../errors.ts";
import { printProblems } from "../input/print-problems.ts";
import type { HostLoop, HostTask } from "../playbook/host-task.ts";
import type { Failure } from "./event.ts";
import { knownCause } from "./known-cause.ts";
import { registeredResult } from "./registered.ts";
import { type TaskResult, taskResult } from "./task-result.ts";

/** Lines of output that a failure shows, and characters of each; the rest is cut from the front. */
const detailLines = 40;
const lineCharacters = 1000;

/** Explains a failed task to its user. Rethrows what is no failure of the task: a lost connection, a bug of lab. */
export function taskFailure(task: Pick<HostTask, "name">, error: unknown): Failure {
  if (error instanceof ConnectionError || error instanceof InternalError) throw error;
  if (!(error instanceof Error) || error.name === "AbortError") throw error;
  const base = { kind: "failed", task: task.name } as const;
  if (error instanceof CommandError) {
    const detail = lastLines(error.stderr.trim() === "" ? error.stdout : error.stderr);
    return { ...base, message: error.message, detail, hint: knownCause(error.stderr)?.hint ?? "" };
  }
  if (error instanceof InputError) {
    const [message = error.message, ...shown] = printProblems(error.problems).split("\n");
    return { ...base, message, detail: shown.join("\n"), hint: "" };
  }
  const hint = error instanceof ConvergenceError ? error.hint : "";
  if (error instanceof RevertedError)
    return { ...base, kind: "reverted", message: error.message, detail: "", hint };
  return { ...base, message: error.message, detail: "", hint };
}

/** The result of a task that failed with `error`. Rethrows what is no failure of the task. */
export function failedResult(task: HostTask | HostLoop, error: unknown): TaskResult {
  const failure = taskFailure(task, error);
  const output = error instanceof CommandError ? error : undefined;
  return taskResult("failed", {
    failure,
    message: failure.message,
    registered: registeredResult("failed", failure.message, output),
  });
}

/** The end of what a command printed, as much as a failure shows. */
export function lastLines(text: string): string {
  const lines = text.trim().split("\n").map(lineEnd);
  const left = lines.length - detailLines;
  return left > 0 ? `… ${left} earlier lines\n${lines.slice(-detailLines).join("\n")}` : lines.join("\n");
}

function lineEnd(line: string): string {
  return line.length > lineCharacters ? `… ${line.slice(-lineCharacters)}` : line;
}
