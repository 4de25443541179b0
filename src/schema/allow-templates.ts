import { isMapping } from "../input/mapping.ts";
import type { JsonSchema } from "./json-schema.ts";

/** A text that holds a template. What it comes to is checked by `lab validate`, host by host. */
export const templateText: JsonSchema = { type: "string", pattern: "\\{\\{" };

/** What keeps a text from being any text. */
const narrowing = ["pattern", "enum", "const", "not", "maxLength"];

/** The schema of a value, in whose place, and in the place of any value within, a template may stand. */
export function allowTemplates(schema: JsonSchema): JsonSchema {
  const inner = allowTemplatesWithin(schema);
  if (takesAnyText(schema)) return inner;
  const { description, default: preset, ...form } = inner;
  return {
    ...(description === undefined ? {} : { description }),
    ...(preset === undefined ? {} : { default: preset }),
    anyOf: [form, templateText],
  };
}

/** The same for the values within: properties and entries. The value itself keeps its form. */
export function allowTemplatesWithin(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema).map(([keyword, value]) => [keyword, withTemplates(keyword, value)]),
  );
}

function withTemplates(keyword: string, value: unknown): unknown {
  switch (keyword) {
    case "properties":
    case "patternProperties":
      return isMapping(value) ? mapSchemas(value, allowTemplates) : value;
    case "items":
    case "additionalProperties":
      return isMapping(value) ? allowTemplates(value) : value;
    case "anyOf":
    case "oneOf":
    case "allOf":
      return Array.isArray(value)
        ? value.map((branch: unknown) => (isMapping(branch) ? allowTemplatesWithin(branch) : branch))
        : value;
    default:
      return value;
  }
}

function mapSchemas(schemas: JsonSchema, change: (schema: JsonSchema) => JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, isMapping(schema) ? change(schema) : schema]),
  );
}

function takesAnyText(schema: JsonSchema): boolean {
  if (narrowing.some((keyword) => keyword in schema)) return false;
  if (schema.type !== undefined && ![schema.type].flat().includes("string")) return false;
  const branches = schema.anyOf ?? schema.oneOf;
  return !Array.isArray(branches) || branches.some((branch) => isMapping(branch) && takesAnyText(branch));
}
