import type { CompiledPlaybook } from "../../../src/playbook/compiled-play.ts";

/** Keys of compiled plays that say where something is written, and with what it was overlaid there. */
const places = new Set(["location", "nameLocation", "places", "file", "shadows", "secret", "secretParts"]);

/** What a compiled playbook says, wherever it is written; steps are numbered anew, in their order. */
export function withoutPlaces({ plays }: CompiledPlaybook): unknown {
  return plays.map((play) => {
    const numbers = [...JSON.stringify(play).matchAll(/"position":(\d+)/g)].map(([, number]) =>
      Number(number),
    );
    const ranks = new Map(
      [...new Set(numbers)].toSorted((a, b) => a - b).map((number, rank) => [number, rank]),
    );
    return JSON.parse(JSON.stringify(play), (key, value: unknown) => {
      if (places.has(key)) return undefined;
      return key === "position" ? ranks.get(Number(value)) : value;
    });
  });
}
