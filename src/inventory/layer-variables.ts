import type { DataPath, YamlFile } from "../input/yaml-file.ts";
import type { SourcedValue } from "./inventory.ts";
import { sourcedValue } from "./sourced-value.ts";

/** The variables that one place sets, such as one file of group_vars/. */
export type VariableLayer = ReadonlyMap<string, SourcedValue>;

/** Reads the mapping at `path` of a file as a layer; an absent mapping gives an empty one. */
export function layerOf(source: YamlFile, path: DataPath, vars: unknown): VariableLayer {
  const entries = typeof vars === "object" && vars !== null ? Object.entries(vars) : [];
  return new Map(
    entries.map(([name, value]: [string, unknown]) => [name, sourcedValue(source, [...path, name], value)]),
  );
}

/**
 * Lays layers over each other: later ones win, and keep what they shadow, nearest first. Cost: one pass.
 * The result has no prototype: a variable that is called `constructor` exists only when somebody sets it.
 */
export function layerVariables(layers: readonly VariableLayer[]): Record<string, SourcedValue> {
  const result: Record<string, SourcedValue> = Object.create(null);
  for (const layer of layers) {
    for (const [name, own] of layer) {
      const below = result[name];
      result[name] = { ...own, shadows: below ? [below, ...below.shadows] : [] };
    }
  }
  return result;
}
