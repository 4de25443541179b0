import type { HostTask } from "../playbook/host-task.ts";
import { unknownResult } from "../playbook/scope.ts";
import { refused } from "./carry-out.ts";
import type { Evaluation } from "./evaluate-task.ts";
import type { Foretold } from "./foretold.ts";
import { unguardable } from "./guarding.ts";
import { registeredResult } from "./registered.ts";
import { type TaskResult, taskResult } from "./task-result.ts";

/**
 * What an evaluated task will do, carried forward in `foretold`, which speaks of the machine that it acts on. What keeps it
 * from acting may be cured there, or on the host that it belongs to, of which `own` speaks, or on others that it asks.
 */
export function foretellEvaluation(
  evaluation: Evaluation,
  task: HostTask,
  foretold: Foretold,
  own: Foretold = foretold,
  others: readonly Foretold[] = [],
): TaskResult {
  switch (evaluation.kind) {
    case "skipped":
      return taskResult("skipped");
    case "unknown":
      return waiting(task, evaluation.waitsFor, () => foretold.addUnknown(nameOf(task), evaluation.own));
    case "unasked":
      return waiting(task, "an answer of the host", () =>
        foretold.addUnknown(nameOf(task), evaluation.probes[0]),
      );
    case "not-yet":
      return blocked(task, evaluation.reason, nameOf(task), { foretold, own, others });
    case "planned":
      return foretellPlan(evaluation, task, { foretold, own, others });
  }
}

function foretellPlan(
  { resource, states, plan }: Extract<Evaluation, { kind: "planned" }>,
  task: HostTask,
  outlook: Outlook,
): TaskResult {
  const { foretold } = outlook;
  switch (plan.kind) {
    case "changes": {
      const message = plan.message ?? "";
      const fields = resource.result?.(states) ?? {};
      const problem = unguardable(task, resource, plan.changes);
      if (problem !== null) return refused(task, problem);
      if (plan.changes.length === 0) {
        const registered = registeredResult("ok", message, undefined, fields);
        return taskResult("ok", { message, registered, defined: resource.defines ?? {} });
      }
      foretold.add(resource, states, plan.changes);
      const registered = resource.capturesOutput
        ? unknownResult(task.name)
        : registeredResult("changed", message, undefined, fields);
      return taskResult("changed", { isCertain: true, message, changes: plan.changes, registered });
    }
    case "blocked":
      return blocked(task, plan.reason, resource.id, outlook, { resource, states });
    case "wait":
      return taskResult("ok", { message: `would wait: ${plan.summary}` });
    case "failed":
      // It changes nothing: once it holds it is ok, whatever made it hold.
      return plan.isFinal
        ? refused(task, plan.message)
        : {
            ...deferredOrFailed(task, plan.message, outlook, { resource, states }),
            isCertain: false,
          };
  }
}

/** What it waits for may turn out any way; a task that changes nothing in any case is no change to be announced. */
function waiting(task: HostTask, waitsFor: string, carryForward: () => void): TaskResult {
  const registered = unknownResult(task.name);
  const defined = Object.fromEntries(task.defines.map((name) => [name, registered]));
  const rest = { message: `waits for ${waitsFor}`, registered, defined };
  if (task.changesNothing) return taskResult("ok", rest);
  carryForward();
  return taskResult("deferred", rest);
}

/** A resource, and what its questions were answered. */
type Seen = Pick<Extract<Evaluation, { kind: "planned" }>, "resource" | "states">;

/** What is foretold of the machine that a task acts on, and of the host that it belongs to, mostly the same; and of others that it asks. */
interface Outlook {
  readonly foretold: Foretold;
  readonly own: Foretold;
  readonly others: readonly Foretold[];
}

function blocked(task: HostTask, reason: string, id: string, outlook: Outlook, seen?: Seen): TaskResult {
  const result = deferredOrFailed(task, reason, outlook, seen);
  if (result.outcome === "deferred")
    outlook.foretold.addUnknown(id, Object.values(seen?.resource.probes ?? {})[0]);
  return result;
}

/** What is blocked now may be cured by an earlier change; where none is planned it would fail for certain. */
function deferredOrFailed(
  task: HostTask,
  reason: string,
  { foretold, own, others }: Outlook,
  seen?: Seen,
): TaskResult {
  const source = [foretold, own, ...others].find(({ possibleCures }) => possibleCures.length > 0) ?? own;
  const cures = source.possibleCures;
  if (cures.length === 0) return refused(task, reason, seen?.resource.result?.(seen.states));
  const named = likeliest(cures, source.planned, reason).join(" and ");
  const message = `waits for ${named} (${reason})`;
  // What only looks is no change, whatever it will see.
  const outcome = task.changesNothing ? "ok" : "deferred";
  return taskResult(outcome, {
    isCertain: !task.changesNothing,
    message,
    registered: unknownResult(task.name),
  });
}

/** Of all planned changes, those that share a word with what is missing; else the last two that may help. */
function likeliest(cures: readonly string[], planned: readonly string[], reason: string): readonly string[] {
  const missing = new Set(wordsOf(reason));
  const isRelated = (id: string): boolean => wordsOf(id).some((word) => missing.has(word));
  const related = [cures, planned].map((ids) => ids.filter(isRelated)).find((ids) => ids.length > 0);
  return (related ?? cures).slice(-2);
}

function wordsOf(text: string): string[] {
  return text.split(/[^\w-]+/).filter((word) => word.length > 2);
}

function nameOf(task: HostTask): string {
  return `task "${task.name}"`;
}
