import { isMapping } from "../input/mapping.ts";
import { splitDefault } from "./argument-default.ts";
import type { JsonSchema } from "./json-schema.ts";
import { code, listing, markdownTable } from "./markdown.ts";
import { typeText } from "./type-text.ts";

const head = ["argument", "type", "needed", "default", "what it is"];

const ownKeys = "Its keys are names of your own.";

/** The arguments that a schema of a module or role takes, as a table, and what must be given together or alone. */
export function argumentTable(schema: JsonSchema): string {
  const rows = argumentRows(schema, "");
  if (rows.length === 0) return schema.additionalProperties ? ownKeys : "It takes no arguments.";
  return [markdownTable(head, rows), ...combinations(schema)].join("\n\n");
}

/** The arguments of a mapping within follow it, with its name before theirs: `registry_mirrors.url`. */
function argumentRows(schema: JsonSchema, prefix: string): string[][] {
  const { properties, required } = schema;
  if (!isMapping(properties)) return [];
  const needed: readonly unknown[] = Array.isArray(required) ? required : [];
  return Object.entries(properties).flatMap(([name, property]) => {
    if (!isMapping(property)) return [];
    const { text, preset } = splitDefault(property);
    const row = [
      code(`${prefix}${name}`),
      typeText(property),
      needed.includes(name) ? "yes" : "",
      preset === null ? "" : presetText(property, preset),
      text,
    ];
    return [row, ...innermost(property).flatMap((inner) => argumentRows(inner, `${prefix}${name}.`))];
  });
}

/** Mappings within lists and mappings. */
function innermost(schema: JsonSchema): JsonSchema[] {
  if (isMapping(schema.properties)) return [schema];
  const entries = [schema.items, schema.additionalProperties].filter(isMapping);
  return entries.flatMap(innermost);
}

/** Prose stays prose: "the next free one", "none". A `default` of the schema itself is a value. */
function presetText(schema: JsonSchema, preset: string): string {
  const isProse = schema.default === undefined && (preset.includes(" ") || preset === "none");
  return isProse && schema.enum === undefined ? preset : code(preset);
}

/** Sentences for `oneOf`, `anyOf`, `allOf` and `not` of a whole schema. */
function combinations(schema: JsonSchema): string[] {
  const sentences = [
    ...alternatives(schema.oneOf, "Exactly one of these is needed"),
    ...alternatives(schema.anyOf, "At least one of these is needed"),
    ...[schema, ...(Array.isArray(schema.allOf) ? schema.allOf.filter(isMapping) : [])].flatMap(
      ({ errorMessage }) => (typeof errorMessage === "string" ? [sentence(errorMessage)] : []),
    ),
  ];
  return sentences.length === 0 ? [] : [sentences.join(" ")];
}

function alternatives(branches: unknown, lead: string): string[] {
  if (!Array.isArray(branches)) return [];
  const texts = branches.filter(isMapping).map(branchText);
  return texts.every((text) => text !== "") ? [`${lead}: ${listing(texts, "or")}.`] : [];
}

/** `regexp` with `state: absent`. */
function branchText({ required, properties }: JsonSchema): string {
  const names: readonly unknown[] = Array.isArray(required) ? required : [];
  const words = names.map((name) => {
    const property = isMapping(properties) ? properties[String(name)] : undefined;
    return code(isMapping(property) && "const" in property ? `${name}: ${property.const}` : String(name));
  });
  return words.join(" with ");
}

function sentence(text: string): string {
  return `It ${text}.`;
}
