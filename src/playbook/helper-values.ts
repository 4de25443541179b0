/** What a helper of templates says of a value that it cannot work with; completes the sentence `"int x" …`. */
export class HelperMisuse extends Error {
  override readonly name = "HelperMisuse";
}

/** A value as a message shows it. */
export function shown(value: unknown): string {
  const written = JSON.stringify(value) ?? "nothing";
  return written.length > 40 ? `${written.slice(0, 39)}…` : written;
}

/** A value that must be a list. Throws HelperMisuse. */
export function asList(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new HelperMisuse(`gets ${shown(value)}, which is no list`);
}

/** A value that must be a mapping. Throws HelperMisuse. */
export function asEntries(value: unknown): [string, unknown][] {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return Object.entries(value);
  throw new HelperMisuse(`gets ${shown(value)}, which is no mapping`);
}

/** A value that must be a number, or the text of one. Throws HelperMisuse. */
export function asNumber(value: unknown): number {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  if (typeof number === "number" && Number.isFinite(number)) return number;
  throw new HelperMisuse(`gets ${shown(value)}, which is no number`);
}
