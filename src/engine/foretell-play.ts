import type { HostPlay, HostStep, HostTask } from "../playbook/host-task.ts";
import { flushHandlers } from "../role/role.ts";
import type { Scope } from "../playbook/scope.ts";
import type { Change } from "../resources/change.ts";
import type { Resource } from "../resources/resource.ts";
import type { Answers } from "./answers.ts";
import { notifiedHandlers } from "./notified-handlers.ts";
import { type Evaluation, evaluateTask } from "./evaluate-task.ts";
import { Foretold } from "./foretold.ts";
import { registeredResult, unknownResult } from "./registered.ts";

/** What will become of one task on one host; check mode reports it, a run compares itself with it. */
export interface Forecast {
  readonly task: HostTask;
  readonly isHandler: boolean;
  readonly outcome: "ok" | "changed" | "skipped" | "deferred" | "failed";
  /** Why it is deferred or would fail, or what a satisfied resource has to say. */
  readonly message: string;
  readonly changes: readonly Change[];
}

/**
 * Foretells a whole play on a host from the answers to its probes. Pure. A planned change is carried forward, so that
 * later tasks are judged by the state that they will meet; what cannot be known before is deferred. Ends after the
 * first task that would fail.
 */
export function foretellPlay(play: HostPlay, scope: Scope, answers: Answers, foretold: Foretold): Forecast[] {
  const forecasts: Forecast[] = [];
  const notified = new Set<string>();
  let current = scope;
  const foretellOne = (task: HostTask, isHandler: boolean): boolean => {
    const forecast = foretellTask(task, isHandler, current, answers, foretold);
    forecasts.push(forecast);
    if (willChange(forecast)) for (const handler of task.notify) notified.add(handler);
    if (task.register !== null) current = current.with({ [task.register]: resultOf(forecast) });
    return forecast.outcome !== "failed" || task.ignoreErrors;
  };
  const steps: readonly HostStep[] = [...play.steps, flushHandlers];
  for (const step of steps) {
    const tasks = step === flushHandlers ? notifiedHandlers(play.handlers, notified) : [step];
    for (const task of tasks) if (!foretellOne(task, step === flushHandlers)) return forecasts;
  }
  return forecasts;
}

/** Whether check mode announces the task as one that the real run changes. */
export function willChange({ outcome }: Forecast): boolean {
  return outcome === "changed" || outcome === "deferred";
}

function foretellTask(
  task: HostTask,
  isHandler: boolean,
  scope: Scope,
  answers: Answers,
  foretold: Foretold,
): Forecast {
  const evaluation = evaluateTask(task, scope, answers, foretold);
  const verdict = judge(evaluation, task, foretold);
  return { task, isHandler, changes: [], message: "", ...verdict };
}

type Verdict = Pick<Forecast, "outcome"> & Partial<Pick<Forecast, "message" | "changes">>;

function judge(evaluation: Evaluation, task: HostTask, foretold: Foretold): Verdict {
  switch (evaluation.kind) {
    case "skipped":
      return { outcome: "skipped" };
    case "unknown":
      foretold.addUnknown(nameOf(task), evaluation.probes);
      return { outcome: "deferred", message: `waits for ${evaluation.waitsFor}` };
    case "unasked":
      foretold.addUnknown(nameOf(task), evaluation.probes);
      return deferredOrFailed("its state cannot be asked for yet", foretold);
    case "not-yet":
      return deferBlocked(evaluation.reason, nameOf(task), foretold);
    case "planned":
      return judgePlan(evaluation, foretold);
  }
}

function judgePlan({ resource, states, plan }: Extract<Evaluation, { kind: "planned" }>, foretold: Foretold): Verdict {
  switch (plan.kind) {
    case "changes": {
      const message = plan.message ?? "";
      if (plan.changes.length === 0) return { outcome: "ok", message };
      foretold.add(resource, states, plan.changes);
      return { outcome: "changed", message, changes: plan.changes };
    }
    case "blocked":
      return deferBlocked(plan.reason, resource.id, foretold, resource);
    case "wait":
      return { outcome: "ok", message: `would wait: ${plan.summary}` };
    case "failed":
      return deferredOrFailed(plan.message, foretold);
  }
}

function deferBlocked(reason: string, id: string, foretold: Foretold, resource?: Resource): Verdict {
  const verdict = deferredOrFailed(reason, foretold);
  if (verdict.outcome === "deferred") foretold.addUnknown(id, Object.values(resource?.probes ?? {}));
  return verdict;
}

/** What is blocked now may be cured by an earlier change; where none is planned it would fail for certain. */
function deferredOrFailed(reason: string, foretold: Foretold): Verdict {
  const cures = foretold.possibleCures.slice(-2);
  if (cures.length === 0) return { outcome: "failed", message: reason };
  return { outcome: "deferred", message: `waits for ${cures.join(" and ")} (${reason})` };
}

function nameOf(task: HostTask): string {
  return `task "${task.name}"`;
}

function resultOf(forecast: Forecast): unknown {
  if (forecast.outcome === "deferred") return unknownResult(forecast.task.name);
  const printsOutput = forecast.changes.some((change) => change.kind === "run");
  if (forecast.outcome === "changed" && printsOutput) return unknownResult(forecast.task.name);
  return registeredResult(forecast.outcome);
}
