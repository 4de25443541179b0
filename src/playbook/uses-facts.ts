import type { Module } from "../resources/module.ts";
import type { Assets } from "./assets.ts";
import type { CompiledTask } from "./compiled-play.ts";
import { namesIn } from "./expression.ts";
import type { Scope } from "./scope.ts";
import { isTemplate } from "./template.ts";
import { rootsWithin } from "./value-template.ts";

/** Whether a task reads facts: in its arguments, conditions, variables or template file, directly or through variables. */
export function usesFacts(task: CompiledTask, module: Module, scope: Scope, assets: Assets): boolean {
  const expressions = (module.expressions ?? []).flatMap((name) =>
    [task.args[name]].flat().filter((text) => typeof text === "string"),
  );
  const templates = Object.entries(module.files ?? {}).flatMap(([name, kind]) => {
    const src = task.args[name];
    if (kind !== "template" || typeof src !== "string") return [];
    // Which file it is shows only when the name is rendered, and its variables with it.
    return isTemplate(src) ? ["facts"] : assets.template(src).template.roots.map((root) => root.name);
  });
  const conditions = task.when.map(({ expression }) => expression);
  const named = [...rootsWithin(task.args), ...namesIn([...conditions, ...expressions]), ...templates];
  return scope.withWritten(task.vars, task.location).reads(named).has("facts");
}
