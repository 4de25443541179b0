import type { InputProblem } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { schemaOfValue } from "./schema-of-value.ts";
import { type Site, within } from "./site.ts";
import { isTemplate } from "./template.ts";
import { type Schemas, typeName, type ValueSchema } from "./value-schema.ts";

/** A JSON Schema, of which only what concerns types is looked at. */
type JsonSchema = Readonly<Record<string, unknown>>;

/**
 * Every template within an argument whose value can never be of a type that the argument's schema allows. What is
 * not a template is checked against the schema as it is.
 */
export function checkFit(schema: JsonSchema, value: unknown, site: Site, schemas: Schemas): InputProblem[] {
  if (typeof value === "string") return isTemplate(value) ? templateFit(schema, value, site, schemas) : [];
  if (Array.isArray(value)) {
    const items = branchFor(schema, "array")?.items;
    if (!isMapping(items)) return [];
    return value.flatMap((entry: unknown, index) => checkFit(items, entry, within(site, index), schemas));
  }
  const properties = branchFor(schema, "object")?.properties;
  if (!isMapping(value) || !isMapping(properties)) return [];
  return Object.entries(value).flatMap(([key, inner]) => {
    const of = Object.hasOwn(properties, key) ? properties[key] : undefined;
    return isMapping(of) ? checkFit(of, inner, within(site, key), schemas) : [];
  });
}

/** The schema, or the one among its alternatives, that describes values of a type. */
function branchFor(schema: JsonSchema, type: "array" | "object"): JsonSchema | undefined {
  return [schema, ...alternativesOf(schema)].find((branch) => branch.type === type);
}

function templateFit(schema: JsonSchema, text: string, site: Site, schemas: Schemas): InputProblem[] {
  const { type } = schemaOfValue(text, schemas);
  const allowed = allowedTypes(schema);
  if (type === undefined || type === "null" || allowed === null) return [];
  const isNumber = type === "integer" || type === "number";
  if (allowed.has(type) || (isNumber && (allowed.has("integer") || allowed.has("number")))) return [];
  const name = String(site.path.findLast((part) => typeof part === "string") ?? "value");
  const wanted = Array.from(allowed, (one) => typeName({ type: one })).join(" or ");
  const message = `"${name}" must be ${wanted}, and ${text.trim()} is always ${typeName({ type })}`;
  return [{ message, location: site.source.locate(site.path), hint: cure(text, type, allowed) }];
}

type TypeName = NonNullable<ValueSchema["type"]>;

const typeNames: readonly TypeName[] = ["object", "array", "string", "integer", "number", "boolean", "null"];

/** Null where the schema does not say. */
function allowedTypes(schema: JsonSchema): ReadonlySet<TypeName> | null {
  if (schema.type !== undefined)
    return new Set(typeNames.filter((name) => [schema.type].flat().includes(name)));
  const values = "const" in schema ? [schema.const] : schema.enum;
  if (Array.isArray(values)) return new Set(values.map(typeOfData));
  const branches = alternativesOf(schema).map(allowedTypes);
  if (branches.length === 0) return null;
  return new Set(branches.flatMap((branch) => [...(branch ?? typeNames)]));
}

function alternativesOf({ anyOf, oneOf }: JsonSchema): JsonSchema[] {
  return [anyOf, oneOf].flatMap((branches) => (Array.isArray(branches) ? branches.filter(isMapping) : []));
}

function typeOfData(value: unknown): TypeName {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return Number.isInteger(value) ? "integer" : "number";
  return typeNames.find((name) => name === typeof value) ?? "object";
}

/** How a variable becomes of one of the types; nothing where the template is more than a variable. */
function cure(text: string, type: TypeName, allowed: ReadonlySet<TypeName>): string {
  const [, path] = /^\s*\{\{\s*([\w.]+)\s*\}\}\s*$/.exec(text) ?? [];
  if (path === undefined) return "";
  if (allowed.has("string")) {
    if (type === "array") return `write {{join ${path} " "}} to make a text of it`;
    if (type === "object") return `write {{json ${path}}}, or name one of its keys`;
    return `write {{concat ${path}}} to make a text of it`;
  }
  if (type !== "string") return "";
  if (allowed.has("integer")) return `write {{int ${path}}} where it holds a number`;
  return allowed.has("array") ? `write {{split ${path} ","}} where it holds a list` : "";
}
