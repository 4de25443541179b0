import type { InputProblem } from "../errors.ts";
import type { Results } from "./step-context.ts";

/** The name of the variable that a problem calls undefined; null of other problems. */
function undefinedVariable({ message }: InputProblem): string | null {
  return /^the variable "(\w+)" is not defined$/.exec(message)?.[1] ?? null;
}

/** Who judges a task by its result has often only forgotten to give the result a name. */
export function suggestRegister(problem: InputProblem): InputProblem {
  const name = undefinedVariable(problem);
  if (name === null || problem.hint?.startsWith("did you mean")) return problem;
  return { ...problem, hint: `${ownResult} register: ${name} beside it` };
}

const ownResult = "for the task's own result, write";

/** Says of a variable that is read too early which task sets it. */
export function readTooEarly(problem: InputProblem, results: Results): InputProblem {
  const name = undefinedVariable(problem);
  const setter = name !== null && Object.hasOwn(results, name) ? results[name] : undefined;
  if (!setter || problem.hint?.startsWith(ownResult)) return problem;
  return { ...problem, hint: `the task "${setter.task}" sets it, and comes later` };
}
