import type { Facts, HostTask, Verdict } from "../playbook/host-task.ts";
import { isUnknown, type Scope, UnknownValue } from "../playbook/scope.ts";
import { lastLines } from "./task-failure.ts";
import type { TaskResult } from "./task-result.ts";

/**
 * Lets the playbook judge a result: `failed_when`, then `changed_when`. What depends on a result that is not known yet
 * is left open: such a task is deferred. Pure. Throws InputError.
 */
export function judgeResult(task: HostTask, result: TaskResult, scope: Scope, facts: Facts): TaskResult {
  if (result.outcome === "skipped" || result.outcome === "deferred") return result;
  return judgeChange(task, judgeFailure(task, result, scope, facts), scope, facts);
}

/** The scope in which a task's own result can be read. */
export function scopeWithResult(task: HostTask, { registered }: TaskResult, scope: Scope): Scope {
  return task.register === null ? scope : scope.with({ [task.register]: registered });
}

function judgeFailure(task: HostTask, result: TaskResult, scope: Scope, facts: Facts): TaskResult {
  const failed = answer(task.verdicts.failed, scopeWithResult(task, result, scope), facts);
  if (failed === null || failed === "unknown" || failed === (result.outcome === "failed")) return result;
  if (failed) {
    const failure = {
      kind: "failed",
      task: task.name,
      message: "failed_when is true",
      detail: printed(result),
      hint: "",
    } as const;
    return { ...result, outcome: "failed", failure, registered: marked(result, { failed: true }) };
  }
  const outcome = result.changes.length > 0 ? "changed" : "ok";
  const registered = marked(result, { failed: false, changed: outcome === "changed" });
  return { ...result, outcome, failure: null, message: "", registered };
}

function judgeChange(task: HostTask, result: TaskResult, scope: Scope, facts: Facts): TaskResult {
  if (result.outcome === "failed") return result;
  const changed = answer(task.verdicts.changed, scopeWithResult(task, result, scope), facts);
  if (changed === null) return result;
  if (changed === "unknown") {
    const message = "its own result decides whether it counts as changed";
    return { ...result, outcome: "deferred", isCertain: false, message };
  }
  const outcome = changed ? "changed" : "ok";
  return {
    ...result,
    outcome,
    isCertain: changed,
    changes: changed ? result.changes : [],
    registered: marked(result, { changed }),
  };
}

function marked(
  { registered }: TaskResult,
  marks: { readonly failed?: boolean; readonly changed?: boolean },
): TaskResult["registered"] {
  return isUnknown(registered) ? registered : { ...registered, ...marks };
}

function printed({ registered }: TaskResult): string {
  if (isUnknown(registered)) return "";
  return lastLines(registered.stderr.trim() === "" ? registered.stdout : registered.stderr);
}

function answer(verdict: Verdict | null, scope: Scope, facts: Facts): boolean | "unknown" | null {
  if (verdict === null) return null;
  try {
    return verdict(scope, facts);
  } catch (error) {
    if (error instanceof UnknownValue) return "unknown";
    throw error;
  }
}
