import type { InputProblem } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { suggestion } from "../input/suggest.ts";
import { allModules, findModule } from "../resources/index.ts";
import type { Module } from "../resources/module.ts";
import { withoutCollection } from "./collection-name.ts";
import { isNotSupported, type WordKind } from "./not-supported.ts";
import { taskKeywords } from "./playbook-schema.ts";
import { type Site, within } from "./site.ts";

type TaskSource = Readonly<Record<string, unknown>>;

/** The key among those of an entry that is one of `words`, with or without the name of its collection. */
export function findWord(entry: TaskSource, words: readonly string[]): string | undefined {
  return Object.keys(entry).find((key) => words.includes(withoutCollection(key)));
}

function isKeyword(key: string): boolean {
  return Object.hasOwn(taskKeywords, key);
}

/** The module of a task: the one key that is no keyword. Null where there is none, which is then a problem. */
export function moduleOf(
  task: TaskSource,
  site: Site,
  kind: WordKind,
  problems: InputProblem[],
): { readonly module: Module; readonly key: string } | null {
  const keys = Object.keys(task).filter((key) => !isKeyword(key) && !isNotSupported(key, kind));
  const named = keys.flatMap((key) => {
    const module = findModule(withoutCollection(key));
    return module ? [{ module, key }] : [];
  });
  for (const key of keys.filter((other) => !named.some((entry) => entry.key === other))) {
    problems.push({
      message: `"${key}" is neither a module nor a keyword of a task`,
      location: site.source.locateKey([...site.path, key]),
      hint: suggestion(withoutCollection(key), knownWords()),
    });
  }
  const [first, second] = named;
  if (first && second) {
    problems.push({
      message: `a task has one module, not two: "${first.key}" and "${second.key}"`,
      location: site.source.locateKey([...site.path, second.key]),
      hint: "make two tasks of it",
    });
  }
  if (!first && Object.keys(task).every(isKeyword)) {
    problems.push({
      message: "the task names no module",
      location: site.source.locate(site.path),
      hint: "a task looks like: { name: Install curl, package: { name: curl } }",
    });
  }
  return first ?? null;
}

function knownWords(): string[] {
  return [
    ...allModules().flatMap(({ name, aliases = [] }) => [name, ...aliases]),
    ...Object.keys(taskKeywords),
  ];
}

/** Where the value of an argument stands: under its name, or in place of all arguments. */
export function argumentSite(task: TaskSource, key: string, name: string, site: Site): Site {
  return isMapping(task[key]) ? within(site, key, name) : within(site, key);
}

/** The arguments of a task's module by name; `command: reboot` gives `{ cmd: "reboot" }`. */
export function argumentsOf(
  task: TaskSource,
  key: string,
  module: Module,
  site: Site,
  problems: InputProblem[],
): Readonly<Record<string, unknown>> | null {
  const value = task[key];
  if (isMapping(value)) return value;
  if (value === null || value === undefined) return {};
  const location = site.source.locate([...site.path, key]);
  const pairs = typeof value === "string" ? pairsIn(value, module) : [];
  if (pairs.length > 0) {
    const hint = `write ${key}: { ${pairs.join(", ")} }`;
    problems.push({ message: "arguments are written as a mapping, not as key=value", location, hint });
    return null;
  }
  if (module.freeForm !== undefined) return { [module.freeForm]: value };
  const names = module.schema.required ?? Object.keys(module.schema.properties).slice(0, 2);
  const shown = names.length > 0 ? names : ["NAME"];
  const hint = `write ${key}: { ${shown.map((name) => `${name}: …`).join(", ")} }`;
  problems.push({ message: `the module "${key}" takes its arguments by name`, location, hint });
  return null;
}

/** Arguments in Ansible's short form; a command may hold an equals sign of its own. */
function pairsIn(value: string, module: Module): string[] {
  const pairs = [...value.matchAll(/(?:^|\s)([a-z_]+)=("[^"]*"|'[^']*'|\S+)/g)];
  const known = pairs.filter(([, name = ""]) => Object.hasOwn(module.schema.properties, name));
  if (known.length === 0 || module.freeForm === "msg") return [];
  const rest = known.reduce((text, [pair]) => text.replace(pair, ""), value).trim();
  const free = rest === "" ? [] : [`${module.freeForm ?? "…"}: ${rest}`];
  return [...free, ...known.map(([, name, text]) => `${name}: ${text}`)];
}
