/** A JSON Schema, or a part of one; written for draft-07, which is what YAML editors know. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** The `$schema` of every schema that lab hands out. */
export const draft07 = "http://json-schema.org/draft-07/schema#";

/** A literal key of that name would look like a promise to whoever awaits the object. */
const consequenceKey = "then";

/** What must hold where something else does. */
export function ifThen(condition: JsonSchema, consequence: JsonSchema): JsonSchema {
  return { if: condition, [consequenceKey]: consequence };
}

/** A mapping that has a key. */
export function has(key: string): JsonSchema {
  return { required: [key] };
}

/** A reference to a definition of the same schema. */
export function reference(definition: string): JsonSchema {
  return { $ref: `#/definitions/${definition}` };
}
