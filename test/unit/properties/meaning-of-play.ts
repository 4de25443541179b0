import { isMapping } from "../../../src/input/mapping.ts";
import type { CompiledPlay } from "../../../src/playbook/compiled-play.ts";

/**
 * A compiled play without where its parts were written and what its values shadow. Positions are numbered anew: what
 * stands within imports that come to nothing may take some, and leave nothing behind.
 */
export function meaningOf(play: CompiledPlay): unknown {
  const positions = new Set<number>();
  collectPositions(play, positions);
  const order = [...positions].toSorted((a, b) => a - b);
  return withoutPlaces(play, (position) => order.indexOf(position));
}

function collectPositions(value: unknown, into: Set<number>): void {
  if (typeof value !== "object" || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    if (key === "position" && typeof inner === "number") into.add(inner);
    collectPositions(inner, into);
  }
}

function withoutPlaces(value: unknown, rankOf: (position: number) => number): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => withoutPlaces(entry, rankOf));
  if (!isMapping(value)) return value;
  if ("line" in value && "column" in value && "text" in value) return "a place";
  const entries = Object.entries(value)
    .filter(([key]) => key !== "shadows")
    .map(([key, inner]): [string, unknown] => [
      key,
      key === "position" && typeof inner === "number" ? rankOf(inner) : withoutPlaces(inner, rankOf),
    ]);
  // All of a value is secret that does not say which parts of it are.
  const isWhollySecret = value.secret === true && !("secretParts" in value);
  return Object.fromEntries(isWhollySecret ? [...entries, ["secretParts", [[]]]] : entries);
}
