import type { JsonSchema } from "./json-schema.ts";

/** A description, and the value that it says an argument has when it is not given; null where it names none. */
export interface SplitDescription {
  readonly text: string;
  readonly preset: string | null;
}

/** Takes the sentence "Default: …" out of a description. */
export function splitDefault(schema: JsonSchema): SplitDescription {
  const description = typeof schema.description === "string" ? schema.description : "";
  const stated = typeof schema.default === "string" ? schema.default : null;
  const [whole = "", preset] = /\s*\bDefault: ((?:[^.]|\.(?!\s|$))+)\./.exec(description) ?? [];
  return { text: description.replace(whole, "").trim(), preset: preset ?? stated };
}

/** The schema with a `default` where the description states one that is a number, a boolean or an allowed word. */
export function withDefault(schema: JsonSchema): JsonSchema {
  const { preset } = splitDefault(schema);
  if (preset === null || "default" in schema) return schema;
  if (Array.isArray(schema.enum)) {
    return schema.enum.includes(preset) ? { ...schema, default: preset } : schema;
  }
  const types: readonly unknown[] = [schema.type].flat();
  if (types.includes("boolean") && (preset === "true" || preset === "false")) {
    return { ...schema, default: preset === "true" };
  }
  const isNumber = types.includes("integer") || types.includes("number");
  return isNumber && /^\d+$/.test(preset) ? { ...schema, default: Number(preset) } : schema;
}
