import { describe, expect, it } from "vitest";
import { isRunId, newRunId } from "../../../src/engine/run-id.ts";

describe("the id of a run", () => {
  it("says when it began, to the second in digits that people read", () => {
    const id = newRunId(new Date("2026-01-31T14:05:09.500Z"));
    expect(id).toMatch(/^20260131-140509-800[0-9a-f]{3}$/);
    expect(isRunId(id)).toBe(true);
  });

  it("sorts by age, also within a second", () => {
    const times = [0, 1, 17, 250, 999, 1000].map((ms) => new Date(Date.UTC(2026, 0, 1) + ms));
    const ids = times.map((time) => newRunId(time));
    expect(ids.toSorted()).toEqual(ids);
  });

  it("is not what other folders are called", () => {
    for (const name of ["", "last", "20260131", "20260131-140509", "20260131-140509-3FA2B1", "../x"]) {
      expect(isRunId(name)).toBe(false);
    }
  });
});
