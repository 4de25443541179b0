/** A function that templates may call: `{{join items ","}}`. Pure; receives and returns plain data. */
export interface TemplateHelper {
  readonly summary: string;
  readonly call: (...values: unknown[]) => unknown;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** Every helper that templates have beside Handlebars' own `if`, `unless`, `each` and `with`. */
export const templateHelpers: Readonly<Record<string, TemplateHelper>> = {
  default: {
    summary: "The first value, or the second where the first is missing, null or empty text.",
    call: (value, fallback) => (value === undefined || value === null || value === "" ? fallback : value),
  },
  join: {
    summary: "A list as text, its entries separated by the second value.",
    call: (list, separator) => (Array.isArray(list) ? list.map(text).join(String(separator)) : text(list)),
  },
  lookup: {
    summary: "The entry of a mapping or list by a key that is itself a value.",
    call: (whole, key) =>
      typeof whole === "object" && whole !== null && Object.hasOwn(whole, String(key))
        ? Reflect.get(whole, String(key))
        : undefined,
  },
  json: { summary: "The value as JSON.", call: (value) => JSON.stringify(value) },
  lower: { summary: "The text in lower case.", call: (value) => text(value).toLowerCase() },
  upper: { summary: "The text in upper case.", call: (value) => text(value).toUpperCase() },
  concat: { summary: "All values as one text.", call: (...values) => values.map(text).join("") },
  length: {
    summary: "The number of entries of a list or characters of a text.",
    call: (value) => (Array.isArray(value) ? value.length : text(value).length),
  },
  eq: { summary: "Whether two values are the same.", call: (a, b) => a === b },
  ne: { summary: "Whether two values differ.", call: (a, b) => a !== b },
  not: { summary: "Whether the value is false, empty or missing.", call: (value) => !value },
  and: { summary: "Whether all values are true.", call: (...values) => values.every(Boolean) },
  or: { summary: "Whether any value is true.", call: (...values) => values.some(Boolean) },
  contains: {
    summary: "Whether a list has an entry, or a text a part.",
    call: (whole, part) => (Array.isArray(whole) ? whole.includes(part) : text(whole).includes(text(part))),
  },
  quote: {
    summary: "The text in double quotes, escaped as JSON, YAML and TOML read it.",
    call: (value) => JSON.stringify(String(value)),
  },
  indent: {
    summary: "The text with each line moved right by a number of spaces.",
    call: (value, spaces) => text(value).replaceAll(/^(?=.)/gm, " ".repeat(Number(spaces))),
  },
  base64: {
    summary: "The text's UTF-8 bytes as base64.",
    call: (value) => Buffer.from(text(value)).toString("base64"),
  },
};
