import { InputError, type Location } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import type { Module } from "../resources/module.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import type { Resource } from "../resources/resource.ts";
import type { Assets } from "./assets.ts";
import { buildContext } from "./build-context.ts";
import type { CompiledTask } from "./compiled-play.ts";
import { evaluate } from "./conditions.ts";
import { argumentSource, renderArguments } from "./render-arguments.ts";
import type { Scope } from "./scope.ts";
import { environmentOf, runAsOf } from "./surroundings.ts";

/** The resource of a task of a playbook; `scope` has all that it reads. Throws UnknownValue and InputError. */
export function buildResource(task: CompiledTask, module: Module, scope: Scope, assets: Assets): Resource {
  const isExpression = (name: string): boolean => module.expressions?.includes(name) ?? false;
  const args = renderArguments(task, (name, value, location) =>
    isExpression(name) ? value : scope.render(value, location),
  );
  const source = argumentSource(task);
  const problems = checkSchema(moduleSchema(module), args, source, [], `module "${task.module}"`);
  if (problems.length > 0) throw new InputError(problems);
  for (const name of module.expressions ?? []) {
    if (name in args) args[name] = evaluated(args[name], scope, source.locate([name]));
  }
  const [named = ""] = Object.keys(module.files ?? {});
  const surroundings = { runAs: runAsOf(task, scope), environment: environmentOf(task, scope) };
  return module.build(args, buildContext(assets, scope, task.places[named] ?? task.location, surroundings));
}

/** Expressions of an argument, each with its value. */
function evaluated(value: unknown, scope: Scope, location: Location): unknown {
  if (Array.isArray(value)) return value.map((entry) => evaluated(entry, scope, location));
  if (typeof value !== "string") return value;
  return { expression: value, value: evaluate(value, scope, location) };
}
