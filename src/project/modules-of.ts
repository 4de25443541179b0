import { InputError, type InputProblem } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import type { Module } from "../resources/module.ts";
import type { Exports } from "./import-file.ts";
import { keyPattern, schemaProblems } from "./schema-problems.ts";
import { literally, problemAt, type SourceFile } from "./source-file.ts";

/** Takes the modules out of what a file of resources/ exports. Throws InputError, also where there is none. */
export function modulesOf(exports: Exports, source: SourceFile): Module[] {
  const candidates = [...new Set(Object.values(exports))].filter(looksLikeModule);
  if (candidates.length === 0) {
    const hint =
      "export what defineModule returns; what only other files import belongs in a folder below resources/";
    throw new InputError(problemAt(source, [], "the file exports no module", hint));
  }
  const problems = candidates.flatMap((module) => moduleProblems(module, source));
  if (problems.length > 0) throw new InputError(problems);
  return candidates.flatMap((module: unknown) => (isModule(module) ? [module] : []));
}

function moduleProblems(module: Readonly<Record<string, unknown>>, source: SourceFile): InputProblem[] {
  const name = String(module.name);
  const owner = `module "${name}"`;
  const problems: InputProblem[] = [];
  const check = (valid: boolean, key: string, message: string, hint: string): void => {
    if (!valid) problems.push(problemAt(source, [keyPattern(key), /defineModule/], message, hint));
  };
  for (const one of [module.name, ...listOf(module.aliases)]) {
    const hint = "use lower-case letters, digits and _";
    if (typeof one === "string" && /^[a-z][a-z0-9_]*$/.test(one)) continue;
    const place = [literally(`"${one}"`), /defineModule/];
    problems.push(problemAt(source, place, `"${one}" cannot be the name of a module`, hint));
  }
  check(isText(module.summary), "summary", `${owner} has no summary`, "say in one sentence what it does");
  check(isText(module.example), "example", `${owner} has no example`, "show a task that uses it, in YAML");
  check(
    typeof module.build === "function",
    "build",
    `the build of ${owner} is no function`,
    "write build(args) { return resource({ … }) }",
  );
  const properties =
    isMapping(module.schema) && isMapping(module.schema.properties) ? module.schema.properties : {};
  check(
    module.freeForm === undefined || Object.hasOwn(properties, String(module.freeForm)),
    "freeForm",
    `${owner} has no argument "${module.freeForm}" for a bare text`,
    "name one of its arguments",
  );
  return [...problems, ...schemaProblems(module.schema, owner, source)];
}

function looksLikeModule(value: unknown): value is Readonly<Record<string, unknown>> {
  return isMapping(value) && "schema" in value && "build" in value;
}

/** Called when there are no problems. */
function isModule(value: unknown): value is Module {
  return isMapping(value) && typeof value.build === "function";
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function isText(value: unknown): boolean {
  return typeof value === "string" && value.trim() !== "";
}
