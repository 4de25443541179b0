import { describe, expect, it } from "vitest";
import { summarise } from "../../bench/statistics.ts";

describe("summarise", () => {
  it("takes the middle of an odd number of values, whatever their order", () => {
    expect(summarise([9, 1, 10])).toEqual({ count: 3, median: 9, min: 1, max: 10 });
  });

  it("takes the middle between the two in the middle of an even number", () => {
    expect(summarise([4, 1, 2, 100]).median).toBe(3);
  });

  it("refuses to make something of nothing", () => {
    expect(() => summarise([])).toThrow(RangeError);
  });
});
