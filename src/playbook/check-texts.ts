import type { InputProblem } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import type { DataPath, YamlFile } from "../input/yaml-file.ts";
import { parseExpression } from "./expression.ts";
import { ExpressionError } from "./expression-error.ts";
import type { KnownNames } from "./known-names.ts";
import { isTemplate, parseTemplate } from "./template.ts";
import { TemplateError } from "./template-error.ts";
import { templatesWithin } from "./value-template.ts";

/** A value of an input file, by its place. */
export interface Site {
  readonly source: YamlFile;
  readonly path: DataPath;
}

/** Every mistake in the templates within a value: syntax, unknown helpers, undefined variables. */
export function checkTemplates(value: unknown, site: Site, names: KnownNames): InputProblem[] {
  return templatesWithin(value).flatMap(({ path, text }) => {
    const at: Site = { source: site.source, path: [...site.path, ...path] };
    if (/\{%.*%\}/.test(text)) {
      const hint = "templates are Handlebars: write {{#if x}} … {{/if}} and {{#each list}} … {{/each}}";
      return [
        {
          message: "a Jinja statement stands in a template",
          location: locate(at, text.indexOf("{%"), 2),
          hint,
        },
      ];
    }
    try {
      return parseTemplate(text)
        .roots.filter((root) => !root.optional)
        .flatMap((root) => checkName(root.name, root.offset, at, names));
    } catch (error) {
      return [problemOf(error, at)];
    }
  });
}

/** Every mistake in a CEL expression: syntax, types, undefined variables. */
export function checkExpression(text: string, site: Site, names: KnownNames): InputProblem[] {
  try {
    if (isTemplate(text)) {
      throw new ExpressionError("an expression stands without {{ }}", text.indexOf("{{"), 2);
    }
    return parseExpression(text).roots.flatMap(({ name, offset }) => checkName(name, offset, site, names));
  } catch (error) {
    return [problemOf(error, site)];
  }
}

function checkName(name: string, offset: number, site: Site, names: KnownNames): InputProblem[] {
  const location = () => locate(site, offset, name.length);
  if (names.isUnknown(name)) {
    return [
      {
        message: `the variable "${name}" is not defined`,
        location: location(),
        hint: suggestion(name, names.all),
      },
    ];
  }
  const without = names.hostsWithout(name);
  if (without.length === 0) return [];
  const some =
    without.length > 5
      ? `${without.slice(0, 5).join(", ")} and ${without.length - 5} more`
      : without.join(", ");
  const hint = `give it a value in group_vars/all.yaml, or write {{default ${name} "…"}}`;
  return [{ message: `the variable "${name}" is not defined for ${some}`, location: location(), hint }];
}

function problemOf(error: unknown, site: Site): InputProblem {
  if (error instanceof TemplateError || error instanceof ExpressionError) {
    return { message: error.message, location: locate(site, error.offset, error.length), hint: error.hint };
  }
  throw error;
}

function locate(site: Site, offset: number, length: number) {
  return site.source.locateWithin(site.path, offset, length);
}
