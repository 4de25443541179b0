import type { InputProblem } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { isMapping } from "../input/mapping.ts";
import { suggestion } from "../input/suggest.ts";
import { findModule, modules } from "../resources/index.ts";
import type { Module } from "../resources/module.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import { checkExpression, checkTemplates, type Site } from "./check-texts.ts";
import type { CompiledTask, Condition } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { taskKeywords } from "./playbook-schema.ts";
import { isTemplate } from "./template.ts";

type TaskSource = Readonly<Record<string, unknown>>;

const keywordSchema = { type: "object", properties: taskKeywords };

/** Compiles one task; what is wrong with it goes to `problems`, and null comes back where nothing can be made of it. */
export function compileTask(
  task: TaskSource,
  site: Site,
  names: KnownNames,
  problems: InputProblem[],
): CompiledTask | null {
  const { source, path } = site;
  problems.push(...checkSchema(keywordSchema, task, source, path, "task"));
  const found = moduleOf(task, site, problems);
  if (!found) return null;
  const { module, key } = found;
  const args = argumentsOf(task[key], module);
  const here = names.with([
    ...Object.keys(asMapping(task.vars)),
    ...(task.loop === undefined ? [] : ["item"]),
  ]);
  problems.push(
    ...checkSchema(moduleSchema(module), args, source, [...path, key], `module "${key}"`, isPending),
    ...checkArguments(args, module, { source, path: [...path, key] }, here, isMapping(task[key])),
    ...checkTemplates(task.loop, { source, path: [...path, "loop"] }, names),
    ...checkTemplates(task.vars, { source, path: [...path, "vars"] }, here),
    ...checkTemplates(task.name, { source, path: [...path, "name"] }, here),
  );
  return {
    kind: "task",
    name: typeof task.name === "string" ? task.name : describe(key, args),
    module: module.name,
    args,
    when: compileConditions(task.when, { source, path: [...path, "when"] }, here, problems),
    register: typeof task.register === "string" ? task.register : null,
    notify: asList(task.notify),
    tags: asList(task.tags),
    loop: task.loop ?? null,
    vars: asMapping(task.vars),
    ignoreErrors: task.ignore_errors === true,
    noLog: task.no_log === true,
    location: source.locateKey([...path, key]),
  };
}

/** Conditions of a task or role; all must hold. */
export function compileConditions(
  when: unknown,
  site: Site,
  names: KnownNames,
  problems: InputProblem[],
): Condition[] {
  const isList = Array.isArray(when);
  const conditions: unknown[] = isList ? when : when === undefined ? [] : [when];
  return conditions.map((condition, index) => {
    const at: Site = { source: site.source, path: isList ? [...site.path, index] : site.path };
    const expression = String(condition);
    if (typeof condition === "string") problems.push(...checkExpression(condition, at, names));
    return { expression, location: at.source.locate(at.path) };
  });
}

/** One entry or many, as a list of texts. */
export function asList(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === "string");
  return typeof value === "string" ? [value] : [];
}

function asMapping(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}

/** The module is the one key of a task that is no keyword. */
function moduleOf(task: TaskSource, { source, path }: Site, problems: InputProblem[]) {
  const keys = Object.keys(task).filter((key) => !(key in taskKeywords));
  const named = keys.flatMap((key) => {
    const module = findModule(key.replace(/^ansible\.builtin\./, ""));
    return module ? [{ module, key }] : [];
  });
  const known = [
    ...modules.flatMap((module) => [module.name, ...(module.aliases ?? [])]),
    ...Object.keys(taskKeywords),
  ];
  for (const key of keys.filter((other) => !named.some((entry) => entry.key === other))) {
    const message = `"${key}" is neither a module nor a keyword of a task`;
    problems.push({ message, location: source.locateKey([...path, key]), hint: suggestion(key, known) });
  }
  const [first, second] = named;
  if (second) {
    const message = `a task has one module, not two: "${first?.key}" and "${second.key}"`;
    problems.push({ message, location: source.locateKey([...path, second.key]) });
  }
  if (!first && keys.length === 0) {
    problems.push({
      message: "the task names no module",
      location: source.locate(path),
      hint: "a task looks like: { name: Install curl, package: { name: curl } }",
    });
  }
  return first;
}

function argumentsOf(value: unknown, module: Module): Readonly<Record<string, unknown>> {
  if (isMapping(value)) return value;
  if (value === null || value === undefined) return {};
  return { [module.freeForm ?? "(value)"]: value };
}

function checkArguments(
  args: Readonly<Record<string, unknown>>,
  module: Module,
  site: Site,
  names: KnownNames,
  isNamed: boolean,
): InputProblem[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const at: Site = { source: site.source, path: isNamed ? [...site.path, name] : site.path };
    if (!module.expressions?.includes(name)) return checkTemplates(value, at, names);
    if (Array.isArray(value)) {
      return value.flatMap((entry, index) =>
        typeof entry === "string"
          ? checkExpression(entry, { source: at.source, path: [...at.path, index] }, names)
          : [],
      );
    }
    return typeof value === "string" ? checkExpression(value, at, names) : [];
  });
}

/** A template may become anything once it is rendered. */
function isPending(value: unknown): boolean {
  return typeof value === "string" && isTemplate(value);
}

/** A name for a task that has none: "package curl". */
function describe(key: string, args: Readonly<Record<string, unknown>>): string {
  const subject = args.name ?? args.path ?? args.dest ?? args.cmd ?? args.msg;
  return typeof subject === "string" ? `${key} ${subject}` : key;
}
