import { createHash } from "node:crypto";
import { stringify } from "yaml";
import { asText } from "../input/as-text.ts";
import { asNumber } from "./helper-values.ts";
import type { TemplateHelper } from "./template-helper.ts";
import { anyOf, anything, entryOf, type ValueSchema } from "./value-schema.ts";

const text = (): ValueSchema => ({ type: "string" });
const truth = (): ValueSchema => ({ type: "boolean" });

/** Helpers for values of any kind. */
export const valueHelpers: Readonly<Record<string, TemplateHelper>> = {
  default: {
    summary: "The first value, or the second where the first is missing, null or empty text.",
    call: (value, fallback) => (value === undefined || value === null || value === "" ? fallback : value),
    type: (value = anything, fallback = anything) => anyOf([value, fallback]),
  },
  ternary: {
    summary: "The second value where the first is true, else the third.",
    call: (condition, value, other) => (condition ? value : other),
    type: (_condition, value = anything, other = anything) => anyOf([value, other]),
  },
  lookup: {
    summary: "The entry of a mapping or list by a key that is itself a value.",
    call: (whole, key) =>
      typeof whole === "object" && whole !== null && Object.hasOwn(whole, String(key))
        ? Reflect.get(whole, String(key))
        : undefined,
    type: (whole = anything) =>
      whole.type === "array" || whole.type === "object" ? entryOf(whole) : anything,
  },
  json: { summary: "The value as JSON.", call: (value) => JSON.stringify(value), type: text },
  yaml: { summary: "The value as YAML.", call: (value) => stringify(value).trimEnd(), type: text },
  int: {
    summary: "The number that a text holds, without its fraction.",
    call: (value) => Math.trunc(asNumber(value)),
    type: () => ({ type: "integer" }),
  },
  eq: { summary: "Whether two values are the same.", call: (a, b) => a === b, type: truth },
  ne: { summary: "Whether two values differ.", call: (a, b) => a !== b, type: truth },
  lt: {
    summary: "Whether the first number is less.",
    call: (a, b) => asNumber(a) < asNumber(b),
    type: truth,
  },
  gt: {
    summary: "Whether the first number is more.",
    call: (a, b) => asNumber(a) > asNumber(b),
    type: truth,
  },
  not: {
    summary: "Whether the value is false, empty or missing.",
    call: (value) => !value,
    type: truth,
  },
  and: { summary: "Whether all values are true.", call: (...values) => values.every(Boolean), type: truth },
  or: { summary: "Whether any value is true.", call: (...values) => values.some(Boolean), type: truth },
  sha256: {
    summary: "The SHA-256 of the text's UTF-8 bytes, in hexadecimal.",
    call: (value) => createHash("sha256").update(asText(value)).digest("hex"),
    type: text,
  },
};
