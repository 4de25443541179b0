import type { InputProblem, Location } from "../errors.ts";
import { nearest } from "../input/suggest.ts";
import { parseExpression } from "./expression.ts";
import { typeOfExpression } from "./expression-typing.ts";
import { foreignVariable } from "./foreign-variables.ts";
import type { KnownNames } from "./known-names.ts";
import { type Site, within } from "./site.ts";
import { isTemplate, parseTemplate, type Template } from "./template.ts";
import { templateHelpers } from "./template-helpers.ts";
import { typeOfTemplate } from "./template-typing.ts";
import { ExpressionError, TemplateError } from "./text-error.ts";
import { typeName } from "./value-schema.ts";
import { templatesWithin } from "./value-template.ts";

/** Finds the place of a part of a text. */
type Locate = (offset: number, length: number) => Location;

/**
 * Every mistake in the templates within a value: syntax, unknown helpers, undefined variables, keys that do not exist.
 */
export function checkTemplates(value: unknown, site: Site, names: KnownNames): InputProblem[] {
  return templatesWithin(value).flatMap(({ path, text }) => {
    const locate = locateIn(within(site, ...path));
    try {
      return checkTemplateText(parseTemplate(text), locate, names);
    } catch (error) {
      return [problemOf(error, locate)];
    }
  });
}

/** Every variable that a parsed template reads without having it, and every misuse of those it has. */
export function checkTemplateText(template: Template, locate: Locate, names: KnownNames): InputProblem[] {
  const undefinedOnes = template.roots
    .filter((root) => !root.optional)
    .flatMap(({ name, offset }) => checkName(name, () => locate(offset, name.length), names, "template"));
  const { mistakes } = typeOfTemplate(template, names);
  return [...undefinedOnes, ...mistakes.map((mistake) => problemOf(mistake, locate))];
}

/** Every mistake in a CEL expression: syntax, undefined variables, keys that do not exist, types. */
export function checkExpression(text: string, site: Site, names: KnownNames): InputProblem[] {
  const locate = locateIn(site);
  try {
    if (isTemplate(text)) {
      throw new ExpressionError("an expression stands without {{ }}", text.indexOf("{{"), 2);
    }
    const { ast, roots } = parseExpression(text);
    return [
      ...roots.flatMap(({ name, offset }) =>
        checkName(name, () => locate(offset, name.length), names, "expression"),
      ),
      ...typeOfExpression(ast, names).mistakes.map((mistake) => problemOf(mistake, locate)),
    ];
  } catch (error) {
    return [problemOf(error, locate)];
  }
}

/** Every mistake in an expression that must come to true or false. */
export function checkCondition(text: string, site: Site, names: KnownNames): InputProblem[] {
  const problems = checkExpression(text, site, names);
  if (problems.length > 0) return problems;
  const found = conditionType(text, names);
  if (found === null) return [];
  const hint = 'compare it with something: x != "", size(list) > 0';
  const message = `the condition is ${found}, neither true nor false`;
  return [{ message, location: site.source.locate(site.path), hint }];
}

/** What a condition is that is neither true nor false; null of one that is, or may be. */
function conditionType(text: string, names: KnownNames): string | null {
  const { ast, type } = parseExpression(text);
  if (type !== "bool" && type !== "dyn") return typeNames[type.replace(/<.*/, "")] ?? type;
  const inferred = typeOfExpression(ast, names).type;
  return inferred.type === undefined || inferred.type === "boolean" ? null : typeName(inferred);
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
  const foreign = foreignVariable(name);
  if (foreign !== null) return foreign;
  const near = nearest(name, names.all);
  if (near !== null) return `did you mean "${near}"?`;
  if (Object.hasOwn(templateHelpers, name)) return `there is a helper of that name: write {{${name} x}}`;
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
