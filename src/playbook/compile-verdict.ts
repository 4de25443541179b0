import type { InputProblem } from "../errors.ts";
import { compileConditions } from "./compile-conditions.ts";
import type { Condition } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { type Site, within } from "./site.ts";
import { undefinedVariable } from "./undefined-variable.ts";

/** Conditions by which a task is judged: `until`, `failed_when`, `changed_when`; null where there are none. */
export function compileVerdict(
  task: Readonly<Record<string, unknown>>,
  key: "until" | "failed_when" | "changed_when",
  site: Site,
  /** Those of the task with its own result. */
  names: KnownNames,
  problems: InputProblem[],
): Condition[] | null {
  if (task[key] === undefined) return null;
  const found: InputProblem[] = [];
  const conditions = compileConditions(task[key], within(site, key), names, found);
  problems.push(...(task.register === undefined ? found.map(suggestRegister) : found));
  return conditions;
}

/** Who judges a task by its result has often only forgotten to give the result a name. */
function suggestRegister(problem: InputProblem): InputProblem {
  const name = undefinedVariable(problem);
  if (name === null || problem.hint?.startsWith("did you mean")) return problem;
  return { ...problem, hint: `for the task's own result, write register: ${name} beside it` };
}
