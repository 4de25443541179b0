import { isTemplate, parseTemplate } from "./template.ts";
import { typeOfTemplate } from "./template-typing.ts";
import { TemplateError } from "./text-error.ts";
import { anyOf, anything, entryOf, type Schemas, type ValueSchema } from "./value-schema.ts";

/** What is certain of a written value: of data all, of a template what its variables' forms show. */
export function schemaOfValue(value: unknown, schemas: Schemas): ValueSchema {
  if (value === null) return { type: "null" };
  if (typeof value === "string") return isTemplate(value) ? ofTemplate(value, schemas) : { type: "string" };
  if (typeof value === "number") return { type: Number.isInteger(value) ? "integer" : "number" };
  if (typeof value === "boolean") return { type: "boolean" };
  if (Array.isArray(value)) {
    return { type: "array", items: anyOf(value.map((entry: unknown) => schemaOfValue(entry, schemas))) };
  }
  return typeof value === "object"
    ? { type: "object", properties: schemasOfValues(value, schemas) }
    : anything;
}

/** What is certain of each value of a mapping: of the `vars` of a task. */
export function schemasOfValues(values: object, schemas: Schemas): Record<string, ValueSchema> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => [name, schemaOfValue(value, schemas)]),
  );
}

/** What is certain of the `item` of a task whose `loop` is written as `entries`. */
export function itemSchema(entries: unknown, schemas: Schemas): ValueSchema {
  const list = schemaOfValue(entries, schemas);
  return list.type === "array" ? entryOf(list) : anything;
}

/** A mistake in it is found elsewhere. */
function ofTemplate(text: string, schemas: Schemas): ValueSchema {
  try {
    return typeOfTemplate(parseTemplate(text), schemas).type;
  } catch (error) {
    if (error instanceof TemplateError) return anything;
    throw error;
  }
}
