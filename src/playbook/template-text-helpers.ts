import { posix } from "node:path";
import { asText } from "../input/as-text.ts";
import { asNumber, HelperMisuse, shown } from "./helper-values.ts";
import type { TemplateHelper } from "./template-helper.ts";
import type { ValueSchema } from "./value-schema.ts";

const text = (): ValueSchema => ({ type: "string" });

/** Helpers that make texts, or take them apart. */
export const textHelpers: Readonly<Record<string, TemplateHelper>> = {
  join: {
    summary: "A list as text, its entries separated by the second value.",
    call: (list, separator) =>
      Array.isArray(list) ? list.map(asText).join(asText(separator)) : asText(list),
    type: text,
  },
  split: {
    summary: "A text as a list, cut at each place where the second value stands.",
    call: (value, separator) => asText(value).split(asText(separator)),
    type: () => ({ type: "array", items: { type: "string" } }),
  },
  lower: { summary: "The text in lower case.", call: (value) => asText(value).toLowerCase(), type: text },
  upper: { summary: "The text in upper case.", call: (value) => asText(value).toUpperCase(), type: text },
  trim: {
    summary: "The text without blanks at its ends.",
    call: (value) => asText(value).trim(),
    type: text,
  },
  concat: {
    summary: "All values as one text.",
    call: (...values) => values.map(asText).join(""),
    type: text,
  },
  replace: {
    summary: "The text with the third value wherever the second stands.",
    call: (value, part, other) => asText(value).replaceAll(asText(part), () => asText(other)),
    type: text,
  },
  regex_replace: {
    summary: "The text with the third value ($1, $2, … for groups) wherever a regular expression matches.",
    call: (value, pattern, other) => asText(value).replaceAll(regularExpression(pattern), asText(other)),
    type: text,
  },
  quote: {
    summary: "The text in double quotes, escaped as JSON, YAML and TOML read it.",
    call: (value) => JSON.stringify(asText(value)),
    type: text,
  },
  indent: {
    summary: "The text with each line moved right by a number of spaces.",
    call: (value, spaces) => asText(value).replaceAll(/^(?=.)/gm, " ".repeat(indentation(spaces))),
    type: text,
  },
  base64: {
    summary: "The text's UTF-8 bytes as base64.",
    call: (value) => Buffer.from(asText(value)).toString("base64"),
    type: text,
  },
  basename: {
    summary: "The last part of a path.",
    call: (path) => posix.basename(asText(path)),
    type: text,
  },
  dirname: {
    summary: "A path without its last part.",
    call: (path) => posix.dirname(asText(path)),
    type: text,
  },
};

/** Spaces of an indentation; whoever asks for more has mistaken the value. */
function indentation(value: unknown): number {
  const spaces = asNumber(value);
  if (Number.isInteger(spaces) && spaces >= 0 && spaces <= 1000) return spaces;
  throw new HelperMisuse(`gets ${shown(value)}, which is no number of spaces`);
}

function regularExpression(pattern: unknown): RegExp {
  try {
    return new RegExp(asText(pattern), "g");
  } catch {
    throw new HelperMisuse(`gets ${shown(pattern)}, which is no regular expression`);
  }
}
