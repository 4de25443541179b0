import type { InputProblem, Location } from "../errors.ts";
import { nearest } from "../input/suggest.ts";
import { parseExpression } from "./expression.ts";
import type { KnownNames } from "./known-names.ts";
import { type Site, within } from "./site.ts";
import { isTemplate, parseTemplate } from "./template.ts";
import type { TemplateRoot } from "./template-roots.ts";
import { ExpressionError, TemplateError } from "./text-error.ts";
import { templatesWithin } from "./value-template.ts";

/** Finds the place of a part of a text. */
type Locate = (offset: number, length: number) => Location;

/** Every mistake in the templates within a value: syntax, unknown helpers, undefined variables. */
export function checkTemplates(value: unknown, site: Site, names: KnownNames): InputProblem[] {
  return templatesWithin(value).flatMap(({ path, text }) => {
    const locate = locateIn(within(site, ...path));
    try {
      return checkRoots(parseTemplate(text).roots, locate, names);
    } catch (error) {
      return [problemOf(error, locate)];
    }
  });
}

/** Every variable that a template reads without having it. */
export function checkRoots(
  roots: readonly TemplateRoot[],
  locate: Locate,
  names: KnownNames,
): InputProblem[] {
  return roots
    .filter((root) => !root.optional)
    .flatMap(({ name, offset }) => checkName(name, () => locate(offset, name.length), names, "template"));
}

/** Every mistake in a CEL expression: syntax, types, undefined variables. */
export function checkExpression(text: string, site: Site, names: KnownNames): InputProblem[] {
  const locate = locateIn(site);
  try {
    if (isTemplate(text)) {
      throw new ExpressionError("an expression stands without {{ }}", text.indexOf("{{"), 2);
    }
    return parseExpression(text).roots.flatMap(({ name, offset }) =>
      checkName(name, () => locate(offset, name.length), names, "expression"),
    );
  } catch (error) {
    return [problemOf(error, locate)];
  }
}

/** Every mistake in an expression that must come to true or false. */
export function checkCondition(text: string, site: Site, names: KnownNames): InputProblem[] {
  const problems = checkExpression(text, site, names);
  if (problems.length > 0) return problems;
  const { type } = parseExpression(text);
  if (type === "bool" || type === "dyn") return [];
  const hint = 'compare it with something: x != "", size(list) > 0';
  const message = `the condition is ${typeNames[type.replace(/<.*/, "")] ?? type}, neither true nor false`;
  return [{ message, location: site.source.locate(site.path), hint }];
}

const typeNames: Readonly<Record<string, string>> = {
  string: "a text",
  int: "a number",
  double: "a number",
  list: "a list",
  map: "a mapping",
  null: "null",
};

function checkName(
  name: string,
  locate: () => Location,
  names: KnownNames,
  where: "template" | "expression",
): InputProblem[] {
  if (names.isUnknown(name)) {
    return [
      { message: `the variable "${name}" is not defined`, location: locate(), hint: hintFor(name, names) },
    ];
  }
  const without = names.hostsWithout(name);
  if (without.length === 0) return [];
  const others = without.length > 5 ? ` and ${without.length - 5} more` : "";
  const give = "give it a value in group_vars/all.yaml";
  return [
    {
      message: `the variable "${name}" is not defined for ${without.slice(0, 5).join(", ")}${others}`,
      location: locate(),
      hint: where === "template" ? `${give}, or write {{default ${name} "…"}}` : give,
    },
  ];
}

function hintFor(name: string, names: KnownNames): string {
  const near = nearest(name, names.all);
  if (near !== null) return `did you mean "${near}"?`;
  if (name.startsWith("ansible_"))
    return "what lab knows of a host is in facts: facts.hostname, facts.os.id, …";
  if (name === "item") return "it is the entry of a loop, and this task has none";
  return `set it in group_vars/all.yaml, under vars: of the play, or with -e ${name}=VALUE`;
}

function problemOf(error: unknown, locate: Locate): InputProblem {
  if (error instanceof TemplateError || error instanceof ExpressionError) {
    return { message: error.message, location: locate(error.offset, error.length), hint: error.hint };
  }
  throw error;
}

function locateIn({ source, path }: Site): Locate {
  return (offset, length) => source.locateWithin(path, offset, length);
}
