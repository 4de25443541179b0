import { isMapping } from "../input/mapping.ts";
import { code, markdownTable } from "./markdown.ts";
import { typeText } from "./type-text.ts";

/** What values hold, by their names, as a table; the keys of a mapping follow it: `facts.os.id`. */
export function valueTable(values: object): string {
  return markdownTable(["name", "type", "what it is"], valueRows(values, ""));
}

function valueRows(values: object, prefix: string): string[][] {
  return Object.entries(values).flatMap(([name, schema]: [string, unknown]) => {
    if (!isMapping(schema)) return [];
    const whole = `${prefix}${name}`;
    const row = [code(whole), typeText(schema), String(schema.description ?? "")];
    const { properties, additionalProperties: entries } = schema;
    const inner = isMapping(entries) ? entries.properties : undefined;
    return [
      row,
      ...(isMapping(properties) ? valueRows(properties, `${whole}.`) : []),
      ...(isMapping(inner) ? valueRows(inner, `${whole}.NAME.`) : []),
    ];
  });
}
