import { splitDefault } from "./argument-default.ts";
import type { JsonSchema } from "./json-schema.ts";
import { code, markdownTable } from "./markdown.ts";

/** The words of a play, block or task as a table. */
export function keywordTable(keywords: Readonly<Record<string, JsonSchema>>): string {
  const rows = Object.entries(keywords).map(([word, schema]) => {
    const { text, preset } = splitDefault(schema);
    return [code(word), text, preset ?? ""];
  });
  return markdownTable(["word", "what it says", "default"], rows);
}
