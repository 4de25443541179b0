import type { InputProblem } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { isMapping } from "../input/mapping.ts";
import { variableNameProblem } from "../inventory/reserved-variables.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import type { Assets } from "./assets.ts";
import { checkArguments } from "./check-arguments.ts";
import { checkCondition, checkTemplates } from "./check-texts.ts";
import type { CompiledTask, Condition, Notification } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { isForeignEntry, notSupported } from "./not-supported.ts";
import { taskKeywords } from "./playbook-schema.ts";
import { type Site, within } from "./site.ts";
import { argumentSite, argumentsOf, moduleOf } from "./task-module.ts";
import { isTemplate } from "./template.ts";
import { isPending } from "./value-template.ts";

type TaskSource = Readonly<Record<string, unknown>>;

const keywordSchema = { type: "object", properties: taskKeywords };

/** Compiles one task; what is wrong with it goes to `problems`, and null comes back where nothing can be made of it. */
export function compileTask(
  written: unknown,
  site: Site,
  names: KnownNames,
  assets: Assets,
  problems: InputProblem[],
): CompiledTask | null {
  const { source, path } = site;
  if (!isMapping(written)) {
    const hint = "a task looks like: { name: Install curl, package: { name: curl } }";
    problems.push({ message: "a task is a mapping", location: source.locate(path), hint });
    return null;
  }
  problems.push(
    ...notSupported(written, "task", site),
    ...checkSchema(keywordSchema, written, source, path, "task"),
  );
  if (isForeignEntry(written)) return null;
  const here = names.with([
    ...Object.keys(asMapping(written.vars)),
    ...(Object.keys(written).some((key) => key === "loop" || key.startsWith("with_")) ? ["item"] : []),
  ]);
  problems.push(...checkKeywords(written, site, names, here));
  const when = compileConditions(written.when, within(site, "when"), here, problems);
  const found = moduleOf(written, site, problems);
  if (!found) return null;
  const { module, key } = found;
  const args = argumentsOf(written, key, module, site, problems);
  if (!args) return null;
  const siteOf = (name: string): Site => argumentSite(written, key, name, site);
  problems.push(
    ...checkSchema(moduleSchema(module), args, source, [...path, key], `module "${key}"`, isPending),
    ...checkArguments(args, module, siteOf, here, assets),
  );
  return {
    kind: "task",
    name: typeof written.name === "string" ? written.name : describe(key, args),
    nameLocation: source.locate([...path, "name"]),
    module: module.name,
    args,
    places: Object.fromEntries(Object.keys(args).map((name) => [name, source.locate(siteOf(name).path)])),
    when,
    register: typeof written.register === "string" ? written.register : null,
    notify: notifications(written.notify, within(site, "notify")),
    tags: asList(written.tags),
    loop:
      written.loop === undefined
        ? null
        : { entries: written.loop, location: source.locate([...path, "loop"]) },
    vars: asMapping(written.vars),
    ignoreErrors: written.ignore_errors === true,
    noLog: written.no_log === true,
    location: source.locateKey([...path, key]),
  };
}

/** The templates of a task's keywords, and the names of the variables that it sets. */
function checkKeywords(task: TaskSource, site: Site, names: KnownNames, here: KnownNames): InputProblem[] {
  const { register } = task;
  const registered = typeof register === "string" ? variableNameProblem(register) : null;
  return [
    ...checkTemplates(task.loop, within(site, "loop"), names),
    ...checkTemplates(task.vars, within(site, "vars"), here),
    ...checkTemplates(task.name, within(site, "name"), here),
    ...variableProblems(asMapping(task.vars), within(site, "vars")),
    ...(registered && /^[A-Za-z_]\w*$/.test(String(register))
      ? [{ ...registered, location: site.source.locate([...site.path, "register"]) }]
      : []),
  ];
}

/** Variables whose names cannot be, or are taken. */
export function variableProblems(vars: Readonly<Record<string, unknown>>, site: Site): InputProblem[] {
  return Object.keys(vars).flatMap((name) => {
    const problem = variableNameProblem(name);
    return problem ? [{ ...problem, location: site.source.locateKey([...site.path, name]) }] : [];
  });
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
    const at = isList ? within(site, index) : site;
    if (typeof condition === "string") problems.push(...checkCondition(condition, at, names));
    return { expression: String(condition), location: at.source.locate(at.path) };
  });
}

function notifications(notify: unknown, site: Site): Notification[] {
  return asList(notify).map((handler, index) => {
    const at = Array.isArray(notify) ? within(site, index) : site;
    return { handler, location: at.source.locate(at.path) };
  });
}

/** One entry or many, as a list of texts. */
export function asList(value: unknown): string[] {
  if (Array.isArray(value)) return value.filter((entry) => typeof entry === "string");
  return typeof value === "string" ? [value] : [];
}

/** The value where it is a mapping, else an empty one. */
export function asMapping(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}

/** A name for a task that has none: "package curl"; just "package" where the subject differs from host to host. */
function describe(key: string, args: Readonly<Record<string, unknown>>): string {
  const subject = args.name ?? args.path ?? args.dest ?? args.cmd ?? args.msg;
  return typeof subject === "string" && !isTemplate(subject) ? `${key} ${subject}` : key;
}
