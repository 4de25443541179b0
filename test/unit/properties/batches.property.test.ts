import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { batchesOf } from "../../../src/engine/batches.ts";
import { batchSize } from "./random-run.ts";

const hostLists = fc
  .integer({ min: 0, max: 40 })
  .map((count) => Array.from({ length: count }, (_, at) => `h${at}`));
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
