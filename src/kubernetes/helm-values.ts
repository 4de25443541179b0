import { isMapping } from "../input/mapping.ts";

/** Paths at which two trees of plain data differ: "hubble.relay.enabled"; none where they are equal. Pure. */
export function differingPaths(a: unknown, b: unknown, path = ""): string[] {
  if (isMapping(a) && isMapping(b)) {
    const names = [...new Set([...Object.keys(a), ...Object.keys(b)])].toSorted();
    return names.flatMap((name) => differingPaths(a[name], b[name], path === "" ? name : `${path}.${name}`));
  }
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    return a.flatMap((item, index) => differingPaths(item, b[index], `${path}[${index}]`));
  }
  return a === b ? [] : [path];
}

/** `over` laid on `base`: mappings are joined at every depth, anything else replaces what it lies on. Pure. */
export function mergedValues(
  base: Readonly<Record<string, unknown>>,
  over: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const [name, value] of Object.entries(over)) {
    const below = Object.hasOwn(merged, name) ? merged[name] : undefined;
    merged[name] = isMapping(below) && isMapping(value) ? mergedValues(below, value) : value;
  }
  return merged;
}
