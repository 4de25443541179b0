import { InputError, type InputProblem } from "../errors.ts";
import { type HostLoop, type HostPlay, type HostTask, tasksOf } from "./host-task.ts";
import { type Scope, UnknownValue } from "./scope.ts";

/**
 * Every mistake that shows only when conditions are evaluated and arguments rendered for a host, found before any
 * host is contacted: whatever does not depend on facts or results is evaluated and built here.
 */
export function hostPlayProblems(play: HostPlay): InputProblem[] {
  const tasks = [...tasksOf(play.steps), ...play.handlers.map(({ step }) => step)];
  return tasks.flatMap((task) => hostTaskProblems(task, play.scope));
}

const noFacts = {};

/** What is wrong with one task on one host, as far as it can be said before the host is asked. */
export function hostTaskProblems(task: HostTask | HostLoop, scope: Scope): InputProblem[] {
  if (Object.keys(task.uses).length > 0) return [];
  if (task.kind === "task") return attempt(task, () => checkTask(task, scope));
  const found: InputProblem[] = [];
  const problems = attempt(task, () => {
    task.pauseMs(scope, {});
    for (const round of task.rounds(scope, {})) found.push(...attempt(round, () => checkTask(round, scope)));
  });
  return [...problems, ...found];
}

function checkTask(task: HostTask, scope: Scope): void {
  if (task.shouldRun(scope, noFacts) !== true) return;
  task.surroundings(scope, noFacts);
  task.build(scope, noFacts);
}

function attempt(task: HostTask | HostLoop, action: () => void): InputProblem[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof UnknownValue) return [];
    if (!(error instanceof InputError)) throw error;
    return error.problems.map((problem) => ({ ...problem, location: problem.location ?? task.location }));
  }
}
