/** What is known of the form of a variable before it has a value: a part of JSON Schema. An empty one says nothing. */
export interface ValueSchema {
  readonly type?: "object" | "array" | "string" | "integer" | "number" | "boolean" | "null";
  readonly description?: string;
  /** Of an object; keys that are not here do not exist, unless `additionalProperties` says what they hold. */
  readonly properties?: Readonly<Record<string, ValueSchema>>;
  /** Keys that are always there. */
  readonly required?: readonly string[];
  readonly additionalProperties?: ValueSchema;
  /** Its keys differ from inventory to inventory: a text may ask for one that this inventory does not have. */
  readonly mayLackKeys?: true;
  /** Of an array. */
  readonly items?: ValueSchema;
}

/** Knows the form of variables. */
export interface Schemas {
  /** Null where nothing is known of it. */
  schemaOf(name: string): ValueSchema | null;
}

/** Of what can be anything. */
export const anything: ValueSchema = {};

const typeNames = {
  object: "a mapping",
  array: "a list",
  string: "a text",
  integer: "a number",
  number: "a number",
  boolean: "true or false",
  null: "null",
} as const;

/** The type in words: "a text"; "a value" where it is not known. */
export function typeName({ type }: ValueSchema): string {
  return type === undefined ? "a value" : typeNames[type];
}

/** What a key of a mapping, or a place in a list, holds; null where there can never be such a key. */
export function followKey(schema: ValueSchema, key: string | number): ValueSchema | null {
  if (schema.type === undefined) return anything;
  if (schema.type === "array") return Number.isInteger(Number(key)) ? entryOf(schema) : null;
  if (schema.type !== "object") return null;
  const { properties, additionalProperties } = schema;
  if (properties && Object.hasOwn(properties, key)) return properties[key] ?? anything;
  return additionalProperties ?? (properties ? null : anything);
}

/** What each entry of a list or mapping holds. */
export function entryOf(schema: ValueSchema): ValueSchema {
  if (schema.type === "array") return schema.items ?? anything;
  const { properties = {}, additionalProperties } = schema;
  const all = [...Object.values(properties), ...(additionalProperties ? [additionalProperties] : [])];
  return anyOf(all);
}

/** What is certain of a value that has one of these forms. Keys of either may be there. */
export function anyOf(schemas: readonly ValueSchema[]): ValueSchema {
  const [first = anything, ...others] = schemas;
  return others.reduce(either, first);
}

function either(a: ValueSchema, b: ValueSchema): ValueSchema {
  if (a === b) return a;
  if (isNumber(a) && isNumber(b)) return { type: a.type === b.type ? (a.type ?? "number") : "number" };
  if (a.type === undefined || a.type !== b.type) return anything;
  if (a.type === "array") return { type: "array", items: either(a.items ?? anything, b.items ?? anything) };
  if (a.type !== "object") return { type: a.type };
  if (isOpen(a) || isOpen(b)) return { type: "object" };
  const properties: Record<string, ValueSchema> = { ...a.properties };
  for (const [key, schema] of Object.entries(b.properties ?? {})) {
    const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
    properties[key] = known ? either(known, schema) : schema;
  }
  const rest = [a.additionalProperties, b.additionalProperties].filter((schema) => schema !== undefined);
  return { type: "object", properties, ...(rest.length > 0 && { additionalProperties: anyOf(rest) }) };
}

function isNumber({ type }: ValueSchema): boolean {
  return type === "integer" || type === "number";
}

function isOpen({ properties, additionalProperties }: ValueSchema): boolean {
  return properties === undefined && additionalProperties === undefined;
}
