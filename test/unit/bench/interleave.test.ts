import { describe, expect, it } from "vitest";
import { interleave } from "../../bench/interleave.ts";

const namesOf = (runs: Record<string, number>) =>
  interleave(Object.entries(runs).map(([name, count]) => ({ name, runs: count })))
    .map(({ name }) => name)
    .join("");

describe("interleave", () => {
  it("lets another one begin each round", () => {
    expect(namesOf({ a: 3, b: 3, c: 3 })).toBe("abcbcacab");
  });

  it("spreads what is run less often", () => {
    expect(namesOf({ a: 6, c: 2 })).toBe("aaacaaca");
    expect(namesOf({ a: 3, b: 3, c: 1 })).toBe("abbacab");
  });
});
