import { isMapping } from "../input/mapping.ts";
import type { JsonSchema } from "./json-schema.ts";
import { code } from "./markdown.ts";

const names: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  array: "list",
  object: "mapping",
  null: "nothing",
};

/** What kind of value a schema asks for, in words: "list of text", "`present`, `absent`". */
export function typeText(schema: JsonSchema): string {
  if (Array.isArray(schema.enum)) return schema.enum.map((word) => code(String(word))).join(", ");
  if ("const" in schema) return code(String(schema.const));
  const branches = schema.anyOf ?? schema.oneOf;
  if (Array.isArray(branches) && schema.type === undefined) {
    return unique(branches.map((branch: unknown) => (isMapping(branch) ? typeText(branch) : "anything")));
  }
  if (schema.type === undefined) return "anything";
  return unique([schema.type].flat().map((type) => oneType(String(type), schema)));
}

function oneType(type: string, { items, additionalProperties }: JsonSchema): string {
  if (type === "array" && isMapping(items)) return ofEntries("list", items);
  if (type === "object" && isMapping(additionalProperties)) {
    return ofEntries("mapping", additionalProperties);
  }
  return names[type] ?? type;
}

function ofEntries(whole: string, entries: JsonSchema): string {
  const kind = typeText(entries);
  return kind === "anything" ? whole : `${whole} of ${kind.replace(/^(list|mapping)\b/, "$1s")}`;
}

function unique(words: readonly string[]): string {
  const [last = "", ...others] = [...new Set(words)].toReversed();
  return others.length === 0 ? last : `${others.toReversed().join(", ")}, or ${last}`;
}
