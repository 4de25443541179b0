import { nearest } from "../input/suggest.ts";
import type { DataPath } from "../input/yaml-file.ts";
import { isTemplate, parseTemplate, type Template } from "./template.ts";
import { TemplateError } from "./text-error.ts";

/** A text within a value that holds a template, and where in the value it stands. */
export interface TemplateText {
  readonly path: DataPath;
  readonly text: string;
}

/** Every text within a value (scalars, lists, mappings; not keys) that holds a template. */
export function templatesWithin(value: unknown, path: DataPath = []): TemplateText[] {
  if (typeof value === "string") return isTemplate(value) ? [{ path, text: value }] : [];
  if (Array.isArray(value)) return value.flatMap((inner, index) => templatesWithin(inner, [...path, index]));
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) => templatesWithin(inner, [...path, key]));
}

/** Whether the form of a value cannot be judged yet: a template may become anything once it is rendered. */
export function isPending(value: unknown): boolean {
  return typeof value === "string" && isTemplate(value);
}

/** The names of all variables that the templates within a value read. */
export function rootsWithin(value: unknown): string[] {
  return templatesWithin(value).flatMap(({ text }) => parseTemplate(text).roots.map((root) => root.name));
}

/** Where templates find their variables. */
export interface Variables {
  /** For suggestions. */
  readonly names: readonly string[];
  /** The value; undefined where there is none. */
  lookUp(name: string): unknown;
}

/** The value with every template in it rendered. Throws TemplateError. */
export function renderValue(value: unknown, variables: Variables): unknown {
  if (typeof value === "string") {
    return isTemplate(value) ? renderText(value, variables) : value;
  }
  if (Array.isArray(value)) return value.map((inner) => renderValue(inner, variables));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, renderValue(inner, variables)]),
  );
}

/** Renders one template with the variables that it reads, and no others. Throws TemplateError. */
export function renderText(source: string, variables: Variables): unknown {
  return renderTemplateWith(parseTemplate(source), variables);
}

/** Renders a parsed template with the variables that it reads, and no others. Throws TemplateError. */
export function renderTemplateWith(template: Template, variables: Variables): unknown {
  const values: Record<string, unknown> = {};
  for (const { name, offset, optional } of template.roots) {
    const value = variables.lookUp(name);
    if (value !== undefined) values[name] = value;
    else if (!optional) {
      const hint = hintFor(name, variables.names);
      throw new TemplateError(`the variable "${name}" is not defined`, offset, name.length, hint);
    }
  }
  return template.render(values);
}

function hintFor(name: string, names: readonly string[]): string {
  const near = nearest(name, names);
  return near === null
    ? `set it under vars: of the play, or with -e ${name}=VALUE`
    : `did you mean "${near}"?`;
}
