import { InputError, type InputProblem } from "../errors.ts";
import { type HostPlay, tasksOf } from "./host-task.ts";
import { UnknownValue } from "./scope.ts";

/**
 * Every mistake that shows only when conditions are evaluated and arguments rendered for a host, found before any
 * host is contacted: whatever does not depend on facts or results is evaluated and built here.
 */
export function hostPlayProblems(play: HostPlay): InputProblem[] {
  return [...tasksOf(play.steps), ...play.handlers].flatMap((task) => {
    if (Object.keys(task.uses).length > 0) return [];
    try {
      if (task.shouldRun(play.scope, {}) === true) task.build(play.scope, {});
      return [];
    } catch (error) {
      if (error instanceof UnknownValue) return [];
      if (!(error instanceof InputError)) throw error;
      return error.problems.map((problem) => ({ ...problem, location: problem.location ?? task.location }));
    }
  });
}
