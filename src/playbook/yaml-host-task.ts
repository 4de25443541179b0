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
import type { HostTask } from "./host-task.ts";
import { loopItems } from "./loop-items.ts";
import { argumentSource, renderArguments } from "./render-arguments.ts";
import { type Scope, UnknownValue } from "./scope.ts";
import { isTemplate } from "./template.ts";
import { usesFacts } from "./uses-facts.ts";

/** The tasks that one task of a playbook becomes on a host: one, or one per entry of its loop. Throws InputError. */
export function yamlHostTasks(
  task: CompiledTask,
  scope: Scope,
  assets: Assets,
  notify: readonly string[],
): HostTask[] {
  const module = findModule(task.module);
  if (!module) throw new InternalError(`module ${task.module} vanished`);
  const uses = usesFacts(task, module, scope, assets) ? factsProbe : {};
  return loopItems(task, scope).map(({ variables, suffix }) => {
    const local = (outer: Scope): Scope => outer.withWritten(task.vars, task.location).with(variables);
    return {
      name: nameOf(task, local(scope), suffix),
      role: null,
      location: task.location,
      notify,
      register: task.register,
      ignoreErrors: task.ignoreErrors,
      noLog: task.noLog,
      uses,
      shouldRun: (outer, facts) => conditionsHold(task.when, withFacts(local(outer), facts)),
      build: (outer, facts) => build(task, module, withFacts(local(outer), facts), assets),
    };
  });
}

/** A name with a template says itself what tells the rounds of a loop apart; one that is not to be logged stays as written. */
function nameOf(task: CompiledTask, scope: Scope, suffix: string): string {
  if (!isTemplate(task.name) || task.noLog) return `${task.name}${suffix}`;
  try {
    return String(scope.render(task.name, task.nameLocation));
  } catch (error) {
    // Facts and results are not known yet: the name is shown as it was written.
    if (error instanceof UnknownValue) return `${task.name}${suffix}`;
    throw error;
  }
}

function build(task: CompiledTask, module: Module, scope: Scope, assets: Assets): Resource {
  const isExpression = (name: string): boolean => module.expressions?.includes(name) ?? false;
  const rendered = renderArguments(task, (name, value, location) =>
    isExpression(name) ? value : scope.render(value, location),
  );
  const source = argumentSource(task);
  const problems = checkSchema(moduleSchema(module), rendered, source, [], `module "${task.module}"`);
  if (problems.length > 0) throw new InputError(problems);
  const args = Object.fromEntries(
    Object.entries(rendered).map(([name, value]) => [
      name,
      isExpression(name) ? evaluated(value, scope, source.locate([name])) : value,
    ]),
  );
  const [named = ""] = Object.keys(module.files ?? {});
  return module.build(args, buildContext(assets, scope, task.places[named] ?? task.location));
}

/** Expressions of an argument, each with its value. */
function evaluated(value: unknown, scope: Scope, location: Location): unknown {
  if (Array.isArray(value)) return value.map((entry) => evaluated(entry, scope, location));
  if (typeof value !== "string") return value;
  return { expression: value, value: evaluate(value, scope, location) };
}
