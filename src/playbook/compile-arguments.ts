import type { InputProblem } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import type { Module } from "../resources/module.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import { checkArguments } from "./check-arguments.ts";
import type { CompiledTask } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { checkSetVariables, withoutOverridden } from "./set-variables.ts";
import { type Site, within } from "./site.ts";
import type { StepContext } from "./step-context.ts";
import { argumentSite, argumentsOf } from "./task-module.ts";
import { isPending } from "./value-template.ts";

/** The arguments of a task's module, written under `key`, and where each stands; null where they cannot be told. */
export function compileArguments(
  task: Readonly<Record<string, unknown>>,
  key: string,
  module: Module,
  site: Site,
  names: KnownNames,
  { problems, extraVars, assets }: Pick<StepContext, "problems" | "extraVars" | "assets">,
): Pick<CompiledTask, "args" | "places"> | null {
  const { source, path } = site;
  const all = argumentsOf(task, key, module, site, problems);
  if (!all) return null;
  const siteOf = (name: string): Site => argumentSite(task, key, name, site);
  const ofVariables = checkSetVariables(all, module, within(site, key));
  const what = `module "${key}"`;
  const ofForm = checkSchema(moduleSchema(module), all, source, [...path, key], what, isPending);
  problems.push(
    ...ofVariables,
    ...ofForm.filter((problem) => !ofVariables.some((other) => isSamePlace(problem, other))),
    ...checkArguments(all, module, siteOf, names, assets),
  );
  const args = withoutOverridden(all, module, extraVars);
  const places = Object.keys(args).map((name) => [name, source.locate(siteOf(name).path)] as const);
  return { args, places: Object.fromEntries(places) };
}

function isSamePlace({ location: a }: InputProblem, { location: b }: InputProblem): boolean {
  return a?.line === b?.line && a?.column === b?.column;
}
