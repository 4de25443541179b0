import { templateText } from "./allow-templates.ts";
import { withDefault } from "./argument-default.ts";
import { expressionSchema } from "./expression-schema.ts";
import type { JsonSchema } from "./json-schema.ts";
import { variableName } from "./variables-schema.ts";

type Keywords = Readonly<Record<string, JsonSchema>>;

const conditions = new Set(["when", "until", "changed_when", "failed_when"]);

/** Words of a play, block or task with what the compiler tells beyond their schemas, as far as a schema can. */
export function editorKeywords(keywords: Keywords): Keywords {
  return Object.fromEntries(
    Object.entries(keywords).map(([word, schema]) => [word, editorKeyword(word, withDefault(schema))]),
  );
}

function editorKeyword(word: string, schema: JsonSchema): JsonSchema {
  if (conditions.has(word)) return expressionSchema(schema);
  switch (word) {
    case "register":
      return { ...schema, ...variableName };
    case "vars":
      return { ...schema, propertyNames: variableName };
    case "environment":
      return { ...schema, ...environment };
    case "loop":
      return { ...schema, anyOf: [{ type: "array" }, templateText] };
    default:
      return schema;
  }
}

const mapping: JsonSchema = {
  type: "object",
  propertyNames: { pattern: "^[A-Za-z_][A-Za-z0-9_]*$" },
  additionalProperties: { type: ["string", "number", "boolean"] },
};

/** A mapping, a template of one, or a list of both. */
const environment: JsonSchema = {
  anyOf: [mapping, templateText, { type: "array", items: { anyOf: [mapping, templateText] } }],
};
