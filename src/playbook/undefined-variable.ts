import type { InputProblem } from "../errors.ts";
import type { Results } from "./step-context.ts";

/** The name of the variable that a problem calls undefined; null of other problems. */
export function undefinedVariable({ message }: InputProblem): string | null {
  return /^the variable "(\w+)" is not defined$/.exec(message)?.[1] ?? null;
}

/** Says of a variable that is read too early which task sets it. */
export function readTooEarly(problem: InputProblem, results: Results): InputProblem {
  const name = undefinedVariable(problem);
  const setter = name !== null && Object.hasOwn(results, name) ? results[name] : undefined;
  return setter ? { ...problem, hint: `the task "${setter.task}" sets it, and comes later` } : problem;
}
