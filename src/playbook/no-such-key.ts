import { suggestion } from "../input/suggest.ts";
import { foreignHostVariable } from "./foreign-variables.ts";
import { followKey, typeName, type ValueSchema } from "./value-schema.ts";

/** Says that what is written as `whole` can never have a key, and what to write instead. */
export function noSuchKey(
  whole: string,
  schema: ValueSchema,
  key: string | number,
): { readonly message: string; readonly hint: string } {
  const written = String(key);
  if (schema.type === "object") {
    const known = Object.keys(schema.properties ?? {});
    const foreign = /^hostvars\b/.test(whole) ? foreignHostVariable(whole, written) : null;
    return { message: missing(whole, written), hint: foreign ?? suggestion(written, known) };
  }
  const message = `"${whole}" is ${typeName(schema)}, and has no key "${written}"`;
  if (schema.type !== "array") return { message, hint: "" };
  const isOfEntries = schema.items?.properties !== undefined && followKey(schema.items, key) !== null;
  return { message, hint: isOfEntries ? "each of its entries has one: take an entry first" : "" };
}

/** Groups and hosts are not thought of as keys. */
function missing(whole: string, key: string): string {
  if (whole === "groups") return `there is no group "${key}"`;
  if (whole === "hostvars") return `there is no host "${key}"`;
  return `"${whole}" has no key "${key}"`;
}
