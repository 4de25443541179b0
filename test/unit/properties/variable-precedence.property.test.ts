import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { isMapping } from "../../../src/input/mapping.ts";
import type { SourcedValue } from "../../../src/inventory/inventory.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";
import { hostPlay } from "../../../src/playbook/host-play.ts";
import { playLocally, readyPlay } from "../engine/play-locally.ts";
import { assets, compile, location } from "../playbook/small-lab.ts";
import { inventoryLayers, writeLab } from "./layered-lab.ts";
import { expectedValue, type LayeredRun, layeredPlaybook, layeredRun } from "./layered-play.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-precedence-"));
afterAll(() => rmSync(folder, { recursive: true }));

const someLayers = fc.subarray([...inventoryLayers]);

/** A value and all that it shadows, nearest first. */
function chainOf(value: SourcedValue | undefined): readonly unknown[] {
  return value === undefined ? [] : [value, ...value.shadows].map((sourced) => sourced.value);
}

const timeout = 60_000;

describe("the variables of a host", { timeout }, () => {
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

/** What the task `look` says on each host when the run is carried out. */
async function valuesSeen(run: LayeredRun): Promise<ReadonlyMap<string, unknown>> {
  const inventory = loadInventory(writeLab(folder, run.inventory));
  const files = layeredPlaybook(run);
  const { plays } = compile(files["site.yaml"] ?? "", {
    inventory,
    files,
    extraVars: run.set.has("-e") ? { v: sourced("-e") } : {},
    answers: new Map(run.set.has("prompt") ? [["v", sourced("prompt")]] : []),
  });
  const context = { inventory, roles: new Map(), assetsOf: () => assets, isSelected: () => true };
  const { events } = await playLocally(
    plays.map((play) =>
      readyPlay(play.name, play.hosts, (name) => {
        const host = inventory.hosts.get(name);
        if (!host) throw new RangeError(name);
        return hostPlay(play, host, context);
      }),
    ),
  );
  const looks = events.flatMap((event) =>
    event.kind === "task-end" && event.task.startsWith("look") ? [event] : [],
  );
  return new Map(looks.map(({ host, message }) => [host, textOf(JSON.parse(message))]));
}

function sourced(value: string): SourcedValue {
  return { value, location, shadows: [] };
}

/** A registered result stands for what was said. */
function textOf(value: unknown): unknown {
  return isMapping(value) ? value.msg : value;
}

describe("the variables that a task reads", { timeout }, () => {
  it("come from the last layer that sets them: inventory, play, what is around the task, tasks before it, -e", async () => {
    await fc.assert(
      fc.asyncProperty(layeredRun, async (run) => {
        const seen = await valuesSeen(run);
        const expected = ["cp1", "cp2", "w1"].map((host) => [host, expectedValue(run, host)] as const);
        expect(seen).toEqual(new Map(expected));
      }),
      { numRuns: 100 },
    );
  });
});
