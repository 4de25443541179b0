/** A value as text: lists and mappings as JSON, whatever keys they have. */
export function asText(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
