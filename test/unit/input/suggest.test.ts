import { describe, expect, it } from "vitest";
import { nearest, suggestion } from "../../../src/input/suggest.ts";

const keys = ["memory", "cpu", "service_cidr", "workers", "prod_workers"];

describe("nearest", () => {
  it.each([
    ["memroy", "memory"],
    ["MEMORY", "memory"],
    ["serivce_cdir", "service_cidr"],
    ["wrokers", "workers"],
    ["mem", "memory"],
    ["zebra", null],
    ["x", null],
    ["", null],
  ])("finds for %j the name %j", (name, expected) => {
    expect(nearest(name, keys)).toBe(expected);
  });

  it("does not choose between several names that begin alike", () => {
    expect(nearest("prod", ["prod-master", "prod-worker1"])).toBeNull();
  });
});

describe("suggestion", () => {
  it("lists few known names, and is silent about many", () => {
    expect(suggestion("zebra", ["b", "a"])).toBe("known: a, b");
    expect(
      suggestion(
        "zebra",
        Array.from({ length: 17 }, (_, index) => `name${index}`),
      ),
    ).toBe("");
    expect(suggestion("zebra", [])).toBe("");
  });
});
