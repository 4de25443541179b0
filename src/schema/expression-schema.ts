import { isMapping } from "../input/mapping.ts";
import type { JsonSchema } from "./json-schema.ts";

/** The schema of a value in which every text is an expression, which stands without {{ }}. */
export function expressionSchema(schema: JsonSchema): JsonSchema {
  const { anyOf, items } = schema;
  return {
    ...schema,
    ...(schema.type === "string" ? { pattern: "^(?!\\s*\\{\\{)", errorMessage: "stands without {{ }}" } : {}),
    ...(isMapping(items) ? { items: expressionSchema(items) } : {}),
    ...(Array.isArray(anyOf) ? { anyOf: anyOf.filter(isMapping).map(expressionSchema) } : {}),
  };
}
