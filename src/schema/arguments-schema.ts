import { isMapping } from "../input/mapping.ts";
import { allowTemplates, allowTemplatesWithin } from "./allow-templates.ts";
import { withDefault } from "./argument-default.ts";
import { expressionSchema } from "./expression-schema.ts";
import type { JsonSchema } from "./json-schema.ts";

/**
 * The arguments of a module or role as an editor sees them: with defaults, and a template wherever a value may be one.
 * Those named by `expressions` hold expressions instead.
 */
export function argumentsSchema(schema: JsonSchema, expressions: readonly string[] = []): JsonSchema {
  const properties = isMapping(schema.properties) ? Object.entries(schema.properties) : [];
  const seen = properties.map(([name, property]) => {
    if (!isMapping(property)) return [name, property];
    const whole = withDefault(property);
    return [name, expressions.includes(name) ? expressionSchema(whole) : allowTemplates(whole)];
  });
  const { properties: _, ...rest } = schema;
  return { ...allowTemplatesWithin(rest), properties: Object.fromEntries(seen) };
}
