import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type NamedRange, overlaps } from "../../../src/inventory/overlaps.ts";

const range = fc
  .record({
    family: fc.constantFrom<4 | 6>(4, 6),
    first: fc.integer({ min: 0, max: 60 }),
    size: fc.integer({ min: 0, max: 12 }),
  })
  .map(
    ({ family, first, size }): NamedRange => ({
      family,
      first: BigInt(first),
      last: BigInt(first + size),
      name: "",
      line: null,
    }),
  );

function meet(a: NamedRange, b: NamedRange): boolean {
  return a.family === b.family && a.first <= b.last && b.first <= a.last;
}

describe("overlaps", () => {
  it("reports only ranges that meet, and each pair of ours in the order of the list", () => {
    fc.assert(
      fc.property(fc.array(range), fc.array(range), (ours, theirs) => {
        for (const { range: one, other } of overlaps(ours, theirs)) {
          expect(meet(one, other)).toBe(true);
          if (ours.includes(other)) expect(ours.indexOf(other)).toBeLessThan(ours.indexOf(one));
        }
      }),
    );
  });

  it("finds something exactly when comparing all with all does", () => {
    fc.assert(
      fc.property(fc.array(range, { maxLength: 6 }), fc.array(range, { maxLength: 6 }), (ours, theirs) => {
        const any = ours.some(
          (a, index) => theirs.some((b) => meet(a, b)) || ours.slice(index + 1).some((b) => meet(a, b)),
        );
        expect(overlaps(ours, theirs).length > 0).toBe(any);
      }),
    );
  });
});
