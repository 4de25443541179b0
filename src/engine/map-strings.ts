const none: ReadonlySet<string> = new Set();

/**
 * A copy of plain data with every string in it, at any depth, passed through `map`; keys stay as they are, and so do the
 * values of those in `except`. What holds no string that `map` alters is returned as it is, uncopied.
 */
export function mapStrings<T>(value: T, map: (text: string) => string, except?: ReadonlySet<string>): T;
export function mapStrings(value: unknown, map: (text: string) => string, except = none): unknown {
  if (typeof value === "string") return map(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    const items: unknown[] = value;
    const mapped = items.map((item) => mapStrings(item, map, except));
    return mapped.some((item, index) => item !== items[index]) ? mapped : value;
  }
  const entries = Object.entries(value);
  const mapped = entries.map(
    ([key, inner]) => [key, except.has(key) ? inner : mapStrings(inner, map, except)] as const,
  );
  return mapped.some(([, inner], index) => inner !== entries[index]?.[1])
    ? Object.fromEntries(mapped)
    : value;
}
