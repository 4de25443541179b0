import type { HostPlay, HostStep, HostTask } from "../playbook/host-task.ts";
import { type Scope, type Unknown, unknownResult } from "../playbook/scope.ts";
import type { Change } from "../resources/change.ts";
import type { Resource } from "../resources/resource.ts";
import { flushHandlers } from "../role/role.ts";
import type { Answers } from "./answers.ts";
import { type Evaluation, evaluateTask } from "./evaluate-task.ts";
import type { Failure } from "./event.ts";
import type { Foretold } from "./foretold.ts";
import { type RegisteredResult, registeredResult } from "./registered.ts";
import { taskFailure } from "./task-failure.ts";

/** What will become of one task on one host; check mode reports it, a run compares itself with it. */
export interface Forecast {
  readonly task: HostTask;
  readonly isHandler: boolean;
  readonly outcome: "ok" | "changed" | "skipped" | "deferred" | "failed";
  /**
   * The state that the task asks for does not hold now, so that it counts as changed whoever brings it about. Of a task
   * that waits for a result nothing is certain: it may turn out to be as asked for.
   */
  readonly isCertain: boolean;
  /** Why it is deferred or would fail, or what a satisfied resource has to say. */
  readonly message: string;
  readonly changes: readonly Change[];
  /** It will run a command, whose output nobody knows before. */
  readonly runsCommand: boolean;
  /** Set where the task cannot even be evaluated. */
  readonly failure: Failure | null;
}

/**
 * Foretells a whole play on a host from the answers to its probes. Pure. A planned change is carried forward, so that
 * later tasks are judged by the state that they will meet; what cannot be known before is deferred. Ends after the
 * first task that would fail.
 */
export function foretellPlay(play: HostPlay, scope: Scope, answers: Answers, foretold: Foretold): Forecast[] {
  const forecasts: Forecast[] = [];
  /** Handler to the task that perhaps notifies it; null where that is certain. */
  const notified = new Map<string, string | null>();
  let current = scope;
  const add = (forecast: Forecast): boolean => {
    const { task, outcome, isCertain } = forecast;
    forecasts.push(forecast);
    for (const id of willChange(forecast) ? task.notify : []) {
      if (isCertain) notified.set(id, null);
      else if (!notified.has(id)) notified.set(id, task.name);
    }
    if (task.register !== null) current = current.with({ [task.register]: foretoldResult(forecast) });
    return outcome !== "failed" || task.ignoreErrors;
  };
  const steps: readonly HostStep[] = [...play.steps, flushHandlers];
  for (const step of steps) {
    if (step !== flushHandlers) {
      if (!add(foretellTask(step, false, current, answers, foretold))) return forecasts;
      continue;
    }
    for (const handler of play.handlers) {
      const perhaps = notified.get(handler.id);
      if (!notified.delete(handler.id)) continue;
      const forecast = foretellTask(handler, true, current, answers, foretold);
      if (!add(typeof perhaps === "string" ? conditional(forecast, perhaps) : forecast)) return forecasts;
    }
  }
  return forecasts;
}

/** A handler of which it is not certain that it runs. */
function conditional(forecast: Forecast, notifier: string): Forecast {
  return {
    ...forecast,
    outcome: "deferred",
    isCertain: false,
    message: `runs if "${notifier}" changes something`,
  };
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
  const base = {
    ...{ task, isHandler, isCertain: false, changes: [] },
    ...{ message: "", runsCommand: false, failure: null },
  };
  try {
    const verdict = judge(evaluateTask(task, scope, answers, foretold), task, foretold);
    return { ...base, isCertain: verdict.outcome === "changed", ...verdict };
  } catch (error) {
    const failure = taskFailure(task, error);
    return { ...base, outcome: "failed", message: failure.message, failure };
  }
}

type Verdict = Pick<Forecast, "outcome"> &
  Partial<Pick<Forecast, "message" | "changes" | "isCertain" | "runsCommand">>;

function judge(evaluation: Evaluation, task: HostTask, foretold: Foretold): Verdict {
  switch (evaluation.kind) {
    case "skipped":
      return { outcome: "skipped" };
    case "unknown":
      foretold.addUnknown(nameOf(task), evaluation.own);
      return { outcome: "deferred", message: `waits for ${evaluation.waitsFor}` };
    case "unasked":
      foretold.addUnknown(nameOf(task), evaluation.probes[0]);
      return { outcome: "deferred", message: "its state cannot be asked for yet" };
    case "not-yet":
      return deferBlocked(evaluation.reason, nameOf(task), foretold);
    case "planned":
      return judgePlan(evaluation, foretold);
  }
}

function judgePlan(
  { resource, states, plan }: Extract<Evaluation, { kind: "planned" }>,
  foretold: Foretold,
): Verdict {
  switch (plan.kind) {
    case "changes": {
      const message = plan.message ?? "";
      if (plan.changes.length === 0) return { outcome: "ok", message };
      foretold.add(resource, states, plan.changes);
      const runsCommand = resource.capturesOutput === true;
      return { outcome: "changed", message, changes: plan.changes, runsCommand };
    }
    case "blocked":
      return deferBlocked(plan.reason, resource.id, foretold, resource);
    case "wait":
      return { outcome: "ok", message: `would wait: ${plan.summary}` };
    case "failed":
      // It changes nothing: once it holds it is ok, whatever made it hold.
      return { ...deferredOrFailed(plan.message, foretold), isCertain: false };
  }
}

function deferBlocked(reason: string, id: string, foretold: Foretold, resource?: Resource): Verdict {
  const verdict = deferredOrFailed(reason, foretold);
  if (verdict.outcome === "deferred") foretold.addUnknown(id, Object.values(resource?.probes ?? {})[0]);
  return verdict;
}

/** What is blocked now may be cured by an earlier change; where none is planned it would fail for certain. */
function deferredOrFailed(reason: string, foretold: Foretold): Verdict {
  const cures = foretold.possibleCures;
  if (cures.length === 0) return { outcome: "failed", message: reason };
  const named = likeliest(cures, reason).join(" and ");
  return { outcome: "deferred", isCertain: true, message: `waits for ${named} (${reason})` };
}

/** Of the changes that may help, those that share a word with what is missing; else the last two before the task. */
function likeliest(cures: readonly string[], reason: string): readonly string[] {
  const missing = new Set(wordsOf(reason));
  const related = cures.filter((id) => wordsOf(id).some((word) => missing.has(word)));
  return (related.length > 0 ? related : cures).slice(-2);
}

function wordsOf(text: string): string[] {
  return text.split(/[^\w-]+/).filter((word) => word.length > 2);
}

function nameOf(task: HostTask): string {
  return `task "${task.name}"`;
}

/** What `register` will keep of the task, as far as it is known. */
export function foretoldResult(forecast: Forecast): RegisteredResult | Unknown {
  if (forecast.outcome === "deferred") return unknownResult(forecast.task.name);
  if (forecast.runsCommand) return unknownResult(forecast.task.name);
  return registeredResult(forecast.outcome);
}
