import { InputError, type InputProblem } from "../errors.ts";
import { locator } from "../input/location.ts";
import { isMapping } from "../input/mapping.ts";
import type { Module } from "../resources/module.ts";
import type { Assets } from "./assets.ts";
import { checkFit } from "./check-fit.ts";
import { checkExpression, checkTemplates, checkTemplateText } from "./check-texts.ts";
import type { KnownNames } from "./known-names.ts";
import { type Site, within } from "./site.ts";
import { isTemplate } from "./template.ts";

/** Every mistake in the texts of a task's arguments, and in the local files that they name. */
export function checkArguments(
  args: Readonly<Record<string, unknown>>,
  module: Module,
  siteOf: (name: string) => Site,
  names: KnownNames,
  assets: Assets,
): InputProblem[] {
  return Object.entries(args).flatMap(([name, value]) => {
    const site = siteOf(name);
    if (module.expressions?.includes(name)) return checkExpressions(value, site, names);
    return [
      ...checkValue(module.schema.properties, name, value, site, names),
      ...checkFile(value, module.files?.[name], site, names.with(keysOf(args.vars)), assets),
    ];
  });
}

/** Every mistake in the templates of an argument; of well-formed ones, whether their values can be of its type. */
export function checkValue(
  properties: Readonly<Record<string, unknown>>,
  name: string,
  value: unknown,
  site: Site,
  names: KnownNames,
): InputProblem[] {
  const problems = checkTemplates(value, site, names);
  const schema = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return problems.length > 0 || !isMapping(schema) ? problems : checkFit(schema, value, site, names);
}

function checkExpressions(value: unknown, site: Site, names: KnownNames): InputProblem[] {
  if (typeof value === "string") return checkExpression(value, site, names);
  if (!Array.isArray(value)) return [];
  return value.flatMap((entry: unknown, index) =>
    typeof entry === "string" ? checkExpression(entry, within(site, index), names) : [],
  );
}

/** A file or template must exist, and the template may only read what there is. */
function checkFile(
  src: unknown,
  kind: "file" | "template" | undefined,
  site: Site,
  names: KnownNames,
  assets: Assets,
): InputProblem[] {
  if (kind === undefined || typeof src !== "string" || isTemplate(src)) return [];
  try {
    if (kind === "file") {
      assets.file(src);
      return [];
    }
    const { file, text, template } = assets.template(src);
    const at = locator(file, text);
    return checkTemplateText(template, (offset, length) => at(offset, offset + length), names);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const location = site.source.locate(site.path);
    return error.problems.map((problem) => ({ ...problem, location: problem.location ?? location }));
  }
}

function keysOf(value: unknown): string[] {
  return isMapping(value) ? Object.keys(value) : [];
}
