import type { HostTask } from "../playbook/host-task.ts";
import { isUnknown } from "../playbook/scope.ts";
import { registeredResult } from "./registered.ts";
import { type TaskResult, taskResult } from "./task-result.ts";

/** What all rounds of a loop come to: the worst of them, with the results of all under `results`. */
export function loopResult(rounds: readonly HostTask[], results: readonly TaskResult[]): TaskResult {
  const failures = results.filter(({ outcome }) => outcome === "failed");
  const outcome = outcomeOf(results);
  const unknown = results.map(({ registered }) => registered).find(isUnknown);
  const items = results.map(({ registered }, index) => ({ ...registered, item: rounds[index]?.item }));
  return taskResult(outcome, {
    isCertain: results.some(({ isCertain }) => isCertain),
    failure: failures[0]?.failure ?? null,
    isIgnored: failures.length > 0 && failures.every(({ isIgnored }) => isIgnored),
    registered: unknown ?? registeredResult(outcome, "", undefined, { results: items }),
    defined: Object.assign({}, ...results.map(({ defined }) => defined)),
  });
}

function outcomeOf(results: readonly TaskResult[]): TaskResult["outcome"] {
  for (const worst of ["failed", "deferred", "changed", "ok"] as const) {
    if (results.some(({ outcome }) => outcome === worst)) return worst;
  }
  return "skipped";
}
