import type { Module } from "../resources/module.ts";
import type { Assets } from "./assets.ts";
import type { CompiledTask, Condition, TaskSettings, Written } from "./compiled-play.ts";
import { namesIn } from "./expression.ts";
import { isTemplate } from "./template.ts";
import { rootsWithin } from "./value-template.ts";

const known = new WeakMap<CompiledTask, readonly string[]>();

/**
 * The names of the variables that a task reads to do its work: in its arguments, template file, conditions, loop and
 * settings; not what these variables read in turn. Cost: once per task and process.
 */
export function taskReads(task: CompiledTask, module: Module, assets: Assets): readonly string[] {
  const found = known.get(task) ?? [
    ...new Set([
      ...rootsWithin(task.args),
      ...expressionArguments(task, module),
      ...templateFiles(task, module, assets),
      ...conditionReads(task.when),
      ...conditionReads(task.changedWhen),
      ...conditionReads(task.failedWhen),
      ...conditionReads(task.retry?.until),
      ...rootsWithin(task.loop?.entries),
      ...settingReads(task),
      ...writtenReads([task.loop?.pause, task.retry?.retries, task.retry?.delay]),
      ...writtenReads([task.async?.limit, task.async?.poll]),
    ]),
  ];
  known.set(task, found);
  return found;
}

/** The names that the settings of a task or role read. */
export function settingReads(settings: TaskSettings): string[] {
  const { delegateTo, environment, timeout, runAs } = settings;
  return writtenReads([delegateTo, timeout, runAs.kind === "user" ? runAs.name : null, ...environment]);
}

/** The names that conditions read. */
export function conditionReads(conditions: readonly Condition[] | null | undefined): string[] {
  return namesIn((conditions ?? []).map(({ expression }) => expression));
}

function writtenReads(values: readonly (Written | null | undefined)[]): string[] {
  return values.flatMap((written) => rootsWithin(written?.value));
}

function expressionArguments(task: CompiledTask, module: Module): string[] {
  const written = (module.expressions ?? []).flatMap((name) => [task.args[name]].flat());
  return namesIn(written.filter((text) => typeof text === "string"));
}

function templateFiles(task: CompiledTask, module: Module, assets: Assets): string[] {
  return Object.entries(module.files ?? {}).flatMap(([name, kind]) => {
    const src = task.args[name];
    if (kind !== "template" || typeof src !== "string") return [];
    // Which file it is shows only when the name is rendered, and its variables with it.
    if (isTemplate(src)) return ["facts", "inventory_hostname"];
    return assets.template(src).template.roots.map((root) => root.name);
  });
}
