import type { InputProblem } from "../errors.ts";
import { findModule } from "../resources/index.ts";
import type { CompiledPlay, CompiledStep, CompiledTask } from "./compiled-play.ts";
import type { HostPlayContext } from "./host-play.ts";
import { conditionReads, taskReads } from "./task-reads.ts";

/**
 * Tasks that are certain to fail, because what they read is set only by tasks that tags leave out. A task whose first
 * condition reads something else may be skipped, and is not told.
 */
export function leftOutResults(
  plays: readonly CompiledPlay[],
  { isSelected, assetsOf, inventory }: Pick<HostPlayContext, "isSelected" | "assetsOf" | "inventory">,
): InputProblem[] {
  const provided = new Set<string>();
  return plays.flatMap((play) => {
    const problems: InputProblem[] = [];
    const isWritten = (name: string) =>
      Object.hasOwn(play.vars, name) ||
      play.hosts.some((host) => Object.hasOwn(inventory.hosts.get(host)?.vars ?? {}, name));
    for (const { task, isSure } of tasksIn(play.steps)) {
      if (!isSelected([...play.tags, ...task.tags])) continue;
      const missing = firstReads(task, assetsOf(play.file)).find(
        (name) =>
          Object.hasOwn(play.results, name) &&
          !provided.has(name) &&
          name !== task.register &&
          !Object.hasOwn(task.vars, name) &&
          !isWritten(name),
      );
      if (isSure && missing !== undefined) problems.push(leftOut(missing, play, task));
      for (const name of setBy(task)) provided.add(name);
    }
    for (const handler of play.handlers) for (const name of setBy(handler)) provided.add(name);
    return problems;
  });
}

interface ReachedTask {
  readonly task: CompiledTask;
  /** It runs unless something goes wrong; one in a rescue does not, but what it sets may be there afterwards. */
  readonly isSure: boolean;
}

function tasksIn(steps: readonly CompiledStep[], isSure = true): ReachedTask[] {
  return steps.flatMap((step) => {
    if (step.kind === "task") return [{ task: step, isSure }];
    if (step.kind !== "block") return [];
    return [...tasksIn(step.steps, isSure), ...tasksIn(step.rescue, false), ...tasksIn(step.always, isSure)];
  });
}

/** What a task reads before anything can keep it from running. */
function firstReads(task: CompiledTask, assets: ReturnType<HostPlayContext["assetsOf"]>): readonly string[] {
  const [first] = task.when;
  if (first) return conditionReads([first]);
  const module = findModule(task.module);
  return module ? taskReads(task, module, assets) : [];
}

function setBy(task: CompiledTask): string[] {
  const facts = task.module === "set_fact" ? Object.keys(task.args) : [];
  return task.register === null ? facts : [task.register, ...facts];
}

function leftOut(name: string, play: CompiledPlay, task: CompiledTask): InputProblem {
  return {
    message: `"${name}" is set by the task "${play.results[name]?.task}", which is left out by its tags`,
    location: task.location,
    hint: "choose that task, too, or give it the tag always",
  };
}
