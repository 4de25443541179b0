import { InputError } from "../errors.ts";
import type { HostTask } from "../playbook/host-task.ts";
import { isUnknown, type Scope } from "../playbook/scope.ts";
import { scopeWithResult } from "./judge-result.ts";
import type { LocatedTask } from "./locate-task.ts";
import type { TaskResult } from "./task-result.ts";

/** What happens between two attempts. */
interface RetryActions {
  pause(ms: number): Promise<void>;
  /** The attempt that comes next, counted from 2, of how many at most. */
  onRetry(attempt: number, of: number, message: string): void;
}

/** No pause between two attempts is longer, however large the backoff. */
const longestPauseMs = 10 * 60 * 1000;

/**
 * Tries a task until it comes to what `until` asks for, or succeeds where nothing is asked for; at most `retries` times
 * more than once. What the machine said before is forgotten between two attempts. Throws what `attempt` throws.
 */
export async function retrying(
  task: HostTask,
  { surroundings, facts, target }: LocatedTask,
  scope: Scope,
  attempt: () => Promise<TaskResult>,
  actions: RetryActions,
): Promise<TaskResult> {
  const { retry } = surroundings;
  if (retry === null) return attempt();
  const isDone = (result: TaskResult, isLast: boolean): boolean => {
    if (result.outcome === "skipped") return true;
    if (!task.verdicts.until) return result.outcome !== "failed";
    try {
      return task.verdicts.until(scopeWithResult(task, result, scope), facts);
    } catch (error) {
      // What a failed attempt did not print cannot be read either: `result.stdout_lines[0]`.
      if (isLast || !(error instanceof InputError)) throw error;
      return false;
    }
  };
  let pauseMs = retry.delayMs;
  for (let tried = 1; ; tried += 1) {
    const isLast = tried > retry.retries;
    const result = await attempt();
    if (isDone(result, isLast)) return withAttempts(result, tried);
    if (isLast) return exhausted(task, result, tried);
    actions.onRetry(tried + 1, retry.retries + 1, result.failure?.message ?? "not there yet");
    await actions.pause(Math.min(pauseMs, longestPauseMs));
    pauseMs *= retry.backoff;
    target.forget("machine");
  }
}

function withAttempts(result: TaskResult, attempts: number): TaskResult {
  const { registered } = result;
  return isUnknown(registered) ? result : { ...result, registered: { ...registered, attempts } };
}

function exhausted(task: HostTask, result: TaskResult, attempts: number): TaskResult {
  const why = result.failure?.message ?? "until is still not true";
  const message = `tried ${attempts} times: ${why}`;
  const detail = result.failure?.detail ?? "";
  const failure = {
    kind: "failed",
    task: task.name,
    message,
    detail,
    hint: result.failure?.hint ?? "",
  } as const;
  const { registered } = result;
  return {
    ...withAttempts(result, attempts),
    outcome: "failed",
    message,
    failure,
    registered: isUnknown(registered) ? registered : { ...registered, attempts, failed: true },
  };
}
