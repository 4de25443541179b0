import type { YAMLError } from "yaml";

/** What a mistake in YAML is called, and what to do about it. */
export interface YamlMistake {
  readonly message: string;
  readonly hint?: string;
}

/** A kind of mistake: the parser's code for it, how its sentence begins, and our words. */
type Kind = readonly [code: YAMLError["code"], start: string, message: string, hint: string];

const kinds: readonly Kind[] = [
  [
    "BLOCK_AS_IMPLICIT_KEY",
    "",
    "this value goes on like a mapping",
    'put quotes around a text that holds ": ", and indent all keys of a mapping alike',
  ],
  [
    "MULTILINE_IMPLICIT_KEY",
    "",
    "a text stands where a key is needed",
    "write key: value, with a blank behind the colon, each key on a line of its own",
  ],
  [
    "MISSING_CHAR",
    "Sequence item without",
    "this line belongs neither to the list above it nor to an entry of it",
    "begin an entry with -, and indent the keys of an entry alike",
  ],
  [
    "MISSING_CHAR",
    "Missing closing",
    "a quote that was opened before is never closed",
    "close it at the end of its text",
  ],
  [
    "MISSING_CHAR",
    "Implicit map keys",
    "a colon is missing behind this key",
    "write key: value, with a blank behind the colon",
  ],
  ["MISSING_CHAR", "Missing ,", "a comma is missing before this place", ""],
  ["MISSING_CHAR", "", "", "look for an unclosed quote or bracket, and for text that needs quotes"],
  [
    "UNEXPECTED_TOKEN",
    "Unexpected scalar at node end",
    "a text stands behind the end of a value",
    "put quotes around all of the value; or indent the line like those before it",
  ],
  [
    "UNEXPECTED_TOKEN",
    "Unexpected flow-",
    "a bracket is closed here that was never opened",
    "leave it out, or put quotes around the text",
  ],
  [
    "BAD_INDENT",
    "Flow",
    "a bracket that was opened before is still open in this line",
    "close it, or indent this line",
  ],
  [
    "BAD_INDENT",
    "All mapping items",
    "this line is not indented like the other keys of its mapping",
    "let all of them begin in one column",
  ],
  ["BAD_INDENT", "", "", "look for a line that is not indented like its neighbours"],
  ["BLOCK_IN_FLOW", "", "", "a comma or a closing quote may be missing before this place"],
  ["TAB_AS_INDENT", "", "", "indent with spaces"],
  [
    "MULTIPLE_DOCS",
    "",
    "the file holds more than one document",
    "keep one document per file: remove the --- in the middle",
  ],
];

/** The parser's error in our words; in its own ones where we have none. `at` is the text from the place of the error on. */
export function yamlMistake({ code, message }: YAMLError, at: string): YamlMistake {
  const [first = ""] = at;
  if (code === "BAD_SCALAR_START" || code === "BAD_ALIAS") {
    return { message: `a text cannot begin with ${first}`, hint: "put quotes around it" };
  }
  if (code === "BAD_DQ_ESCAPE") {
    const sequence = at.slice(0, 2);
    const hint = `write \\${sequence} for a backslash, or use single quotes`;
    return { message: `${sequence} means nothing within double quotes`, hint };
  }
  const kind = kinds.find(([of, start]) => of === code && message.startsWith(start));
  if (!kind) return { message: `not valid YAML or JSON: ${message}` };
  const [, , words, hint] = kind;
  const own = { message: words === "" ? `not valid YAML or JSON: ${message}` : words };
  return hint === "" ? own : { ...own, hint };
}
