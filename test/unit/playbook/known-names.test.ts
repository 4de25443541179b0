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

  it("knows the form of what it was told, and forgets it where something else sets the variable", () => {
    const told = names.withVariables({ result: { type: "string" } });
    expect(told.schemaOf("result")).toEqual({ type: "string" });
    expect(told.isUnknown("result")).toBe(false);
    expect(told.with(["result"]).schemaOf("result")).toBeNull();
    expect(names.schemaOf("own")).toBeNull();
  });

  it("knows nothing of the form of what -e sets, which wins over all else", () => {
    const given = new KnownNames([], ["cp1"], inventory, ["result", "node"]);
    expect(given.withVariables({ result: { type: "string" } }).schemaOf("result")).toBeNull();
    expect(given.schemaOf("node")).toBeNull();
    expect(names.schemaOf("node")).not.toBeNull();
  });
});
