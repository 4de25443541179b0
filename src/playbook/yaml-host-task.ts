import { InputError, InternalError, type Location } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { findModule } from "../resources/index.ts";
import type { Module } from "../resources/module.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import type { Resource } from "../resources/resource.ts";
import type { Assets } from "./assets.ts";
import { buildContext } from "./build-context.ts";
import type { CompiledTask } from "./compiled-play.ts";
import { conditionsHold, evaluate, factsProbe, withFacts } from "./conditions.ts";
import { namesIn } from "./expression.ts";
import { fixedSource } from "./fixed-source.ts";
import type { HostTask } from "./host-task.ts";
import { renderArguments } from "./render-arguments.ts";
import type { Scope } from "./scope.ts";
import { isTemplate } from "./template.ts";
import { rootsWithin } from "./value-template.ts";

/** The tasks that one task of a playbook becomes on a host: one, or one per entry of its loop. */
export function yamlHostTasks(
  task: CompiledTask,
  scope: Scope,
  assets: Assets,
  notify: readonly string[],
): HostTask[] {
  const module = findModule(task.module);
  if (!module) throw new InternalError(`module ${task.module} vanished`);
  return itemsOf(task, scope).map(({ item, suffix }) => {
    const local = (outer: Scope): Scope => outer.withWritten(task.vars, task.location).with(item);
    const rendered = renderName(task.name, local(scope));
    return {
      name: isTemplate(task.name) ? rendered : `${rendered}${suffix}`,
      role: null,
      location: task.location,
      notify,
      register: task.register,
      ignoreErrors: task.ignoreErrors,
      noLog: task.noLog,
      uses: usesFacts(task, module, scope, assets) ? factsProbe : {},
      shouldRun: (outer, facts) => conditionsHold(task.when, withFacts(local(outer), facts)),
      build: (outer, facts) => build(task, module, withFacts(local(outer), facts), assets),
    };
  });
}

function itemsOf(task: CompiledTask, scope: Scope): { item: Record<string, unknown>; suffix: string }[] {
  if (task.loop === null) return [{ item: {}, suffix: "" }];
  const entries = scope.withWritten(task.vars, task.location).render(task.loop);
  if (!Array.isArray(entries)) {
    throw new InputError({
      message: `"loop" must be a list, not ${JSON.stringify(entries)}`,
      location: task.location,
    });
  }
  return entries.map((item: unknown) => ({
    item: { item },
    suffix: ` (${typeof item === "object" ? JSON.stringify(item) : String(item)})`,
  }));
}

function renderName(name: string, scope: Scope): string {
  try {
    return String(scope.render(name));
  } catch {
    return name;
  }
}

/** Whether a task reads facts: in its arguments, conditions, variables or template file, directly or through variables. */
function usesFacts(task: CompiledTask, module: Module, scope: Scope, assets: Assets): boolean {
  const conditions = namesIn(task.when.map(({ expression }) => expression));
  const expressions = (module.expressions ?? []).flatMap((name) =>
    namesIn([task.args[name]].flat().filter((text) => typeof text === "string")),
  );
  const templates = Object.entries(module.files ?? {}).flatMap(([name, kind]) => {
    const src = task.args[name];
    if (kind !== "template" || typeof src !== "string") return [];
    return isTemplate(src) ? ["facts"] : assets.template(src).template.roots.map((root) => root.name);
  });
  const named = [...rootsWithin(task.args), ...conditions, ...expressions, ...templates];
  return scope.withWritten(task.vars, task.location).reads(named).has("facts");
}

function build(task: CompiledTask, module: Module, scope: Scope, assets: Assets): Resource {
  const isExpression = (name: string): boolean => module.expressions?.includes(name) ?? false;
  const args = renderArguments(task.args, scope, (name, value) =>
    isExpression(name) ? evaluated(value, scope, task.location) : scope.render(value),
  );
  const source = fixedSource(task.location);
  const problems = checkSchema(moduleSchema(module), args, source, [], `module "${task.module}"`);
  if (problems.length > 0) throw new InputError(problems);
  return module.build(args, buildContext(assets, scope, task.location));
}

/** Expressions of an argument, each with its value. */
function evaluated(value: unknown, scope: Scope, location: Location): unknown {
  if (Array.isArray(value)) return value.map((entry) => evaluated(entry, scope, location));
  if (typeof value !== "string") return value;
  return { expression: value, value: evaluate(value, scope, location) };
}
