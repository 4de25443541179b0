import type { DataPath, YamlFile } from "../input/yaml-file.ts";
import type { SourcedValue } from "./inventory.ts";

/** The variables that one place sets, such as one file of group_vars/. */
export type VariableLayer = ReadonlyMap<string, SourcedValue>;

/** Reads the mapping at `path` of a file as a layer; an absent mapping gives an empty one. */
export function layerOf(source: YamlFile, path: DataPath, vars: unknown): VariableLayer {
  const entries = typeof vars === "object" && vars !== null ? Object.entries(vars) : [];
  return new Map(
    entries.map(([name, value]: [string, unknown]) => [
      name,
      { value, location: source.locateKey([...path, name]), shadows: [] },
    ]),
  );
}

/** Lays layers over each other: later ones win, and keep what they shadow, nearest first. Cost: one pass. */
export function layerVariables(layers: readonly VariableLayer[]): Record<string, SourcedValue> {
  const result = new Map<string, SourcedValue>();
  for (const layer of layers) {
    for (const [name, { value, location }] of layer) {
      const below = result.get(name);
      result.set(name, { value, location, shadows: below ? [below, ...below.shadows] : [] });
    }
  }
  return Object.fromEntries(result);
}
