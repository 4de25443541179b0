import { describe, expect, it } from "vitest";
import {
  hopsBetween,
  hopTo,
  newestOf,
  type UpgradeGoal,
  wayText,
} from "../../../src/kubernetes/upgrade-hops.ts";

const goal = (changes: Partial<UpgradeGoal> = {}): UpgradeGoal => ({
  version: "1.36.1",
  patches: {},
  offered: null,
  ...changes,
});
const offered = ["1.33.4", "v1.34.2", "1.34.10", "1.35.2", "1.36.1"];

describe("the hops of an upgrade", () => {
  it("leads through each minor, by the newest release that a bundle offers", () => {
    const hops = hopsBetween("1.33.4", goal({ offered }));
    expect(wayText("1.33.4", hops)).toBe("1.33.4 → 1.34.10 → 1.35.2 → 1.36.1");
  });

  it("leaves the release to the host where only the package repository knows it", () => {
    expect(wayText("1.33.4", hopsBetween("1.33.4", goal()))).toBe("1.33.4 → 1.34.x → 1.35.x → 1.36.1");
  });

  it("takes the release that the user has chosen", () => {
    expect(hopTo("1.34", goal({ patches: { "1.34": "v1.34.2" }, offered }))).toEqual({
      minor: "1.34",
      version: "1.34.2",
      floor: "1.34.0",
    });
  });

  it("is one hop for another patch of the same minor, and none where the target is reached", () => {
    expect(hopsBetween("1.36.0", goal()).map(({ version }) => version)).toEqual(["1.36.1"]);
    expect(hopsBetween("1.36.1", goal())).toEqual([]);
    expect(hopsBetween("1.36.2", goal())).toEqual([]);
  });

  it("does not lead beyond the target, nor to a minor that the bundle lacks", () => {
    expect(hopTo("1.37", goal())).toBeNull();
    expect(hopTo("1.34", goal({ offered: ["1.36.1"] }))).toBeNull();
  });

  it("refuses releases of another minor, and those that are not offered", () => {
    expect(() => hopTo("1.34", goal({ patches: { "1.34": "1.35.1" } }))).toThrow(
      "1.35.1 is no release of 1.34",
    );
    expect(() => hopTo("1.36", goal({ offered: ["1.36.0"] }))).toThrow("no kubeadm 1.36.1");
    expect(() => hopTo("1.34", goal({ version: "newest" }))).toThrow("no version of Kubernetes");
  });

  it("compares releases by number", () => {
    expect(newestOf("1.34", offered)).toBe("1.34.10");
    expect(newestOf("1.30", offered)).toBeNull();
  });
});
