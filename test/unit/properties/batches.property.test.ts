import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchesOf } from "../../../src/engine/batches.ts";
import { FailureBudget } from "../../../src/engine/failure-budget.ts";
import type { BatchSize } from "../../../src/playbook/compiled-play.ts";

const hostLists = fc
  .integer({ min: 0, max: 40 })
  .map((count) => Array.from({ length: count }, (_, at) => `h${at}`));
const batchSize: fc.Arbitrary<BatchSize> = fc.oneof(
  fc.integer({ min: 1, max: 50 }).map((count) => ({ kind: "hosts" as const, count })),
  fc.double({ min: 0.1, max: 100, noNaN: true }).map((percent) => ({ kind: "percent" as const, percent })),
);
const serials = fc.array(batchSize, { maxLength: 4 });

describe("the batches of serial", () => {
  it("hold every host once, in order, and none is empty", () => {
    fc.assert(
      fc.property(hostLists, serials, (hosts, serial) => {
        const batches = batchesOf(hosts, serial);
        expect(batches.flat()).toEqual(hosts);
        expect(batches.filter((batch) => batch.length === 0)).toEqual([]);
      }),
    );
  });

  it("are as large as their entry says, the last entry holding for all further ones, and the last batch for the rest", () => {
    fc.assert(
      fc.property(hostLists, fc.array(batchSize, { minLength: 1, maxLength: 4 }), (hosts, serial) => {
        const batches = batchesOf(hosts, serial);
        for (const [index, batch] of batches.entries()) {
          const size = serial[index] ?? serial.at(-1);
          const share =
            size?.kind === "percent" ? Math.floor((hosts.length * size.percent) / 100) : size?.count;
          const left = hosts.length - batches.slice(0, index).flat().length;
          expect(batch).toHaveLength(Math.min(Math.max(share ?? 0, 1), left));
        }
      }),
    );
  });

  it("are one batch where nothing is said", () => {
    fc.assert(
      fc.property(hostLists, (hosts) => {
        expect(batchesOf(hosts, [])).toEqual(hosts.length === 0 ? [] : [hosts]);
      }),
    );
  });
});

describe("the failure budget", () => {
  const outcome = fc.constantFrom("ok", "ok", "failed", "unreachable");
  const runs = fc.record({
    outcomes: fc.array(outcome, { minLength: 1, maxLength: 60 }),
    serial: serials,
    percentage: fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0, max: 100, noNaN: true })),
  });

  it("stops a play as soon as more hosts are lost than allowed, across batches, and never before", () => {
    fc.assert(
      fc.property(runs, ({ outcomes, serial, percentage }) => {
        const hosts = outcomes.map((result, at) => ({ name: `h${at}`, result }));
        const budget = new FailureBudget(hosts.length, percentage);
        const allowed = hosts.filter((_, lost) => (lost + 1) * 100 <= percentage * hosts.length).length;
        const started = batchesOf(hosts, serial)
          .flat()
          .filter(({ name, result }) => {
            if (budget.isExceeded) return false;
            if (result !== "ok") budget.lose(name);
            return true;
          });
        const lost = started.filter(({ result }) => result !== "ok").length;
        expect(lost).toBeLessThanOrEqual(allowed + 1);
        expect(budget.isExceeded).toBe(lost > allowed);
        if (started.length < hosts.length) expect(lost).toBe(allowed + 1);
      }),
    );
  });

  it("counts a host once, however often it is lost, and allows any number where nothing is said", () => {
    const names = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });
    fc.assert(
      fc.property(names, fc.option(fc.integer({ min: 0, max: 100 })), (lost, percentage) => {
        const budget = new FailureBudget(4, percentage);
        for (const name of lost) budget.lose(name);
        expect(budget.lost).toEqual(new Set(lost));
        expect(budget.isExceeded).toBe(percentage !== null && new Set(lost).size / 4 > percentage / 100);
      }),
    );
  });
});
