import { asText } from "../input/as-text.ts";
import { asEntries, asList, asNumber, HelperMisuse } from "./helper-values.ts";
import type { TemplateHelper } from "./template-helper.ts";
import { anything, entryOf, type ValueSchema } from "./value-schema.ts";

const whole = (): ValueSchema => ({ type: "integer" });
const itself = (list: ValueSchema = anything): ValueSchema =>
  list.type === "array" ? list : { type: "array" };
const entry = (list: ValueSchema = anything): ValueSchema =>
  list.type === "array" ? entryOf(list) : anything;

/** Helpers for lists and mappings. */
export const listHelpers: Readonly<Record<string, TemplateHelper>> = {
  length: {
    summary: "The number of entries of a list or characters of a text.",
    call: (value) => (Array.isArray(value) ? value.length : asText(value).length),
    type: whole,
  },
  contains: {
    summary: "Whether a list has an entry, or a text a part.",
    call: (value, part) =>
      Array.isArray(value) ? value.includes(part) : asText(value).includes(asText(part)),
    type: () => ({ type: "boolean" }),
  },
  first: { summary: "The first entry of a list.", call: (list) => asList(list)[0], type: entry },
  last: { summary: "The last entry of a list.", call: (list) => asList(list).at(-1), type: entry },
  sort: {
    summary: "The list in ascending order: numbers by their value, all else by the code of its characters.",
    call: (list) => asList(list).toSorted(compare),
    type: itself,
  },
  unique: {
    summary: "The list with each entry once.",
    call: (list) => [...new Map(asList(list).map((value) => [JSON.stringify(value), value])).values()],
    type: itself,
  },
  flatten: {
    summary: "The list with the entries of lists within it, at any depth, in their place.",
    call: (list) => asList(list).flat(Number.POSITIVE_INFINITY),
    type: () => ({ type: "array" }),
  },
  min: { summary: "The least number of a list.", call: (list) => Math.min(...numbers(list)), type: entry },
  max: { summary: "The greatest number of a list.", call: (list) => Math.max(...numbers(list)), type: entry },
  sum: {
    summary: "The numbers of a list added up.",
    call: (list) => asList(list).reduce((total: number, value) => total + asNumber(value), 0),
    type: () => ({ type: "number" }),
  },
  range: {
    summary: "The whole numbers from the first value up to, but without, the second.",
    call: (from, to) => range(asNumber(from), asNumber(to)),
    type: () => ({ type: "array", items: { type: "integer" } }),
  },
  keys: {
    summary: "The keys of a mapping.",
    call: (mapping) => asEntries(mapping).map(([key]) => key),
    type: () => ({ type: "array", items: { type: "string" } }),
  },
  values: {
    summary: "The values of a mapping.",
    call: (mapping) => asEntries(mapping).map(([, value]) => value),
    type: (mapping = anything) => ({ type: "array", items: valueIn(mapping) }),
  },
  entries: {
    summary: "A mapping as a list of mappings with key and value.",
    call: (mapping) => asEntries(mapping).map(([key, value]) => ({ key, value })),
    type: (mapping = anything) => ({
      type: "array",
      items: { type: "object", properties: { key: { type: "string" }, value: valueIn(mapping) } },
    }),
  },
};

function valueIn(mapping: ValueSchema): ValueSchema {
  return mapping.type === "object" ? entryOf(mapping) : anything;
}

function numbers(list: unknown): number[] {
  const found = asList(list).map(asNumber);
  if (found.length === 0) throw new HelperMisuse("gets an empty list");
  return found;
}

/** Larger lists than anybody loops over are a mistake that would fill the memory. */
const largestRange = 100_000;

function range(from: number, to: number): number[] {
  const length = Math.max(0, Math.ceil(to - from));
  if (length > largestRange) throw new HelperMisuse(`comes to more than ${largestRange} numbers`);
  return Array.from({ length }, (_, index) => from + index);
}

function compare(a: unknown, b: unknown): number {
  if (typeof a === "number" && typeof b === "number") return a - b;
  const [left, right] = [asText(a), asText(b)];
  return left < right ? -1 : Number(left > right);
}
