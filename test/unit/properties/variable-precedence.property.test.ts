import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import type { SourcedValue } from "../../../src/inventory/inventory.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";
import { inventoryLayers, writeLab } from "./layered-lab.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-precedence-"));
afterAll(() => rmSync(folder, { recursive: true }));

const someLayers = fc.subarray([...inventoryLayers]);

/** A value and all that it shadows, nearest first. */
function chainOf(value: SourcedValue | undefined): readonly unknown[] {
  return value === undefined ? [] : [value, ...value.shadows].map((sourced) => sourced.value);
}

describe("the variables of a host", () => {
  it("come from the last layer that sets them, and keep what they shadow in order", () => {
    fc.assert(
      fc.property(someLayers, (layers) => {
        const inventory = loadInventory(writeLab(folder, new Set(layers.map(({ place }) => place))));
        for (const host of inventory.hosts.values()) {
          const own = layers.filter(({ hosts }) => hosts.includes(host.name)).map(({ place }) => place);
          expect(chainOf(host.vars.v)).toEqual(own.toReversed());
        }
      }),
      { numRuns: 150 },
    );
  });

  it("say where they were set, each shadowed value for itself", () => {
    fc.assert(
      fc.property(someLayers, (layers) => {
        const inventory = loadInventory(writeLab(folder, new Set(layers.map(({ place }) => place))));
        for (const { vars } of inventory.hosts.values()) {
          for (const { value, location } of vars.v ? [vars.v, ...vars.v.shadows] : []) {
            const place = String(value);
            expect(location.file).toBe(join(folder, place.includes("/") ? place : "clusters.json"));
            expect(location.text).toContain(`"v": "${place}"`);
          }
        }
      }),
      { numRuns: 50 },
    );
  });
});
