import type { InputProblem } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { isMapping } from "../input/mapping.ts";
import { suggestion } from "../input/suggest.ts";
import type { Role } from "../role/role.ts";
import { checkTemplates, type Site } from "./check-texts.ts";
import { asList, compileConditions, compileTask } from "./compile-task.ts";
import type { CompiledRole, CompiledTask } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import type { PlaySource } from "./playbook-schema.ts";
import { isTemplate } from "./template.ts";

type RoleSource = string | Readonly<Record<string, unknown>>;

/** Compiles a play's pre_tasks, roles, tasks and post_tasks; `known` has what they registered. */
export function compileSteps(
  play: PlaySource,
  site: Site,
  names: KnownNames,
  roles: ReadonlyMap<string, Role>,
  problems: InputProblem[],
): { steps: (CompiledTask | CompiledRole)[]; known: KnownNames } {
  const at = (key: string): Site => ({ source: site.source, path: [...site.path, key] });
  const before = compileTasks(play.pre_tasks, at("pre_tasks"), names, problems);
  const entries: readonly RoleSource[] = play.roles ?? [];
  const compiled = entries.flatMap((entry, index) => {
    const place: Site = { source: site.source, path: [...site.path, "roles", index] };
    return compileRole(entry, place, before.known, roles, problems) ?? [];
  });
  const main = compileTasks(play.tasks, at("tasks"), before.known, problems);
  const after = compileTasks(play.post_tasks, at("post_tasks"), main.known, problems);
  return { steps: [...before.tasks, ...compiled, ...main.tasks, ...after.tasks], known: after.known };
}

/** Compiles a list of tasks; a result that one registers is known to those after it. */
export function compileTasks(
  tasks: readonly unknown[] | undefined,
  site: Site,
  names: KnownNames,
  problems: InputProblem[],
): { tasks: CompiledTask[]; known: KnownNames } {
  let known = names;
  const compiled: CompiledTask[] = [];
  for (const [index, written] of (tasks ?? []).entries()) {
    if (!isMapping(written)) continue;
    const task = compileTask(written, { source: site.source, path: [...site.path, index] }, known, problems);
    if (!task) continue;
    compiled.push(task);
    if (task.register !== null) known = known.with([task.register]);
  }
  return { tasks: compiled, known };
}

function compileRole(
  entry: RoleSource,
  site: Site,
  names: KnownNames,
  roles: ReadonlyMap<string, Role>,
  problems: InputProblem[],
): CompiledRole | null {
  const { source, path } = site;
  const written = typeof entry === "string" ? { role: entry } : entry;
  const rolePath = typeof entry === "string" ? path : [...path, "role"];
  const name = String(written.role);
  const role = roles.get(name);
  if (!role) {
    const hint = suggestion(name, roles.keys());
    problems.push({ message: `there is no role "${name}"`, location: source.locate(rolePath), hint });
    return null;
  }
  const args = isMapping(written.args) ? written.args : {};
  const argsSite: Site = { source, path: "args" in written ? [...path, "args"] : rolePath };
  const pending = (value: unknown): boolean => typeof value === "string" && isTemplate(value);
  problems.push(
    ...checkSchema(role.schema, args, source, argsSite.path, `role "${name}"`, pending),
    ...checkTemplates(args, argsSite, names),
  );
  return {
    kind: "role",
    role: name,
    args,
    when: compileConditions(written.when, { source, path: [...path, "when"] }, names, problems),
    tags: asList(written.tags),
    location: source.locate(rolePath),
  };
}
