import type { DataPath } from "../input/yaml-file.ts";
import { isTemplate, parseTemplate } from "./template.ts";
import type { TemplateRoot } from "./template-roots.ts";

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

/** The names of all variables that the templates within a value read. */
export function rootsWithin(value: unknown): string[] {
  return templatesWithin(value).flatMap(({ text }) => parseTemplate(text).roots.map((root) => root.name));
}

/** The value with every template in it rendered. `lookUp` gives the variables by name. Throws TemplateError. */
export function renderValue(value: unknown, lookUp: (name: string) => unknown): unknown {
  if (typeof value === "string") {
    return isTemplate(value) ? renderText(value, lookUp) : value;
  }
  if (Array.isArray(value)) return value.map((inner) => renderValue(inner, lookUp));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, renderValue(inner, lookUp)]));
}

/** Renders one template with the variables that it reads, and no others. Throws TemplateError. */
export function renderText(source: string, lookUp: (name: string) => unknown): unknown {
  const template = parseTemplate(source);
  return template.render(variablesFor(template.roots, lookUp));
}

function variablesFor(roots: readonly TemplateRoot[], lookUp: (name: string) => unknown) {
  const variables: Record<string, unknown> = {};
  for (const { name } of roots) {
    const value = lookUp(name);
    if (value !== undefined) variables[name] = value;
  }
  return variables;
}
