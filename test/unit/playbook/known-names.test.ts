import { describe, expect, it } from "vitest";
import { KnownNames } from "../../../src/playbook/known-names.ts";
import { inventory } from "./small-lab.ts";

describe("KnownNames", () => {
  const names = new KnownNames(["own"], ["cp1", "w1", "w2"], inventory);

  it("knows what all hosts have: magic names, the play's, and those of the inventory", () => {
    for (const name of ["facts", "own", "proxy"]) {
      expect([names.isUnknown(name), names.hostsWithout(name)]).toEqual([false, []]);
    }
  });

  it("tells what no host has from what some have", () => {
    expect([names.isUnknown("data_disk"), names.hostsWithout("data_disk")]).toEqual([false, ["cp1"]]);
    expect(names.isUnknown("nowhere")).toBe(true);
    expect(names.isUnknown("constructor")).toBe(true);
  });

  it("grows without changing what it grew from", () => {
    expect(names.with(["item"]).isUnknown("item")).toBe(false);
    expect(names.isUnknown("item")).toBe(true);
    expect(names.with(["item"]).all).toEqual(expect.arrayContaining(["item", "own", "data_disk", "facts"]));
  });

  it("takes nothing for unknown where there is no host", () => {
    expect(new KnownNames([], [], inventory).isUnknown("nowhere")).toBe(false);
  });
});
