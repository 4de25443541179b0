/** More levels than anybody writes, and few enough for whoever walks through a value by calling itself. */
const deepest = 100;

/** Whether lists and mappings are nested too deeply to be worked with, or without end. Cost: one pass per level. */
export function isNestedTooDeeply(value: unknown): boolean {
  let level = new Set([value]);
  for (let depth = 0; depth < deepest; depth += 1) {
    const below = new Set<unknown>();
    for (const outer of level) {
      if (typeof outer !== "object" || outer === null) continue;
      for (const inner of Object.values(outer))
        if (typeof inner === "object" && inner !== null) below.add(inner);
    }
    if (below.size === 0) return false;
    level = below;
  }
  return true;
}
