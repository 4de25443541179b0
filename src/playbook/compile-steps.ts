import type { InputProblem } from "../errors.ts";
import type { Role } from "../role/role.ts";
import type { Assets } from "./assets.ts";
import { compileRole } from "./compile-role.ts";
import { compileTask } from "./compile-task.ts";
import type { CompiledRole, CompiledTask } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { type Site, within } from "./site.ts";

type PlaySource = Readonly<Record<string, unknown>>;

/** What the steps of a play are compiled against. */
export interface StepContext {
  readonly roles: ReadonlyMap<string, Role>;
  readonly assets: Assets;
}

/** Compiles a play's pre_tasks, roles, tasks and post_tasks; `known` has what they registered. */
export function compileSteps(
  play: PlaySource,
  site: Site,
  names: KnownNames,
  { roles, assets }: StepContext,
  problems: InputProblem[],
): { steps: (CompiledTask | CompiledRole)[]; known: KnownNames } {
  const tasksIn = (key: string, known: KnownNames) =>
    compileTasks(play[key], within(site, key), known, assets, problems);
  const before = tasksIn("pre_tasks", names);
  const compiled = listOf(play.roles).flatMap(
    (entry, index) => compileRole(entry, within(site, "roles", index), before.known, roles, problems) ?? [],
  );
  const main = tasksIn("tasks", before.known);
  const after = tasksIn("post_tasks", main.known);
  return { steps: [...before.tasks, ...compiled, ...main.tasks, ...after.tasks], known: after.known };
}

/** Compiles a list of tasks; a result that one registers is known to those after it. */
export function compileTasks(
  tasks: unknown,
  site: Site,
  names: KnownNames,
  assets: Assets,
  problems: InputProblem[],
): { tasks: CompiledTask[]; known: KnownNames } {
  let known = names;
  const compiled: CompiledTask[] = [];
  for (const [index, written] of listOf(tasks).entries()) {
    const task = compileTask(written, within(site, index), known, assets, problems);
    if (!task) continue;
    compiled.push(task);
    if (task.register !== null) known = known.with([task.register]);
  }
  return { tasks: compiled, known };
}

/** Compiles the handlers of a play: each has a name of its own, by which tasks notify it. */
export function compileHandlers(
  handlers: unknown,
  site: Site,
  names: KnownNames,
  assets: Assets,
  problems: InputProblem[],
): CompiledTask[] {
  const seen = new Set<string>();
  for (const [index, written] of listOf(handlers).entries()) {
    if (typeof written !== "object" || written === null) continue;
    const name = "name" in written && typeof written.name === "string" ? written.name : null;
    const location = site.source.locate([...site.path, index, ...(name === null ? [] : ["name"])]);
    if (name === null) {
      const hint = "tasks notify it by its name";
      problems.push({ message: 'a handler needs a "name"', location, hint });
    } else if (seen.has(name)) {
      const hint = "rename one of them, and notify both";
      problems.push({ message: `two handlers are called "${name}"`, location, hint });
    }
    if (name !== null) seen.add(name);
  }
  return compileTasks(handlers, site, names, assets, problems).tasks;
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
