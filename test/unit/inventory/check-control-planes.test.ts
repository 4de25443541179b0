import { describe, expect, it } from "vitest";
import { evenControlPlanes, missingControlPlanes } from "../../../src/inventory/check-control-planes.ts";
import { cluster, declare } from "./declare.ts";

function withControlPlanes(count: number) {
  const nodes = Array.from({ length: count }, (_, index) => ({ name: `cp${index}`, role: "control_plane" }));
  return declare({ clusters: [cluster("dev", { nodes: [...nodes, { name: "w1", role: "worker" }] })] });
}

describe("control planes", () => {
  it.each([1, 3, 5])("%i are fine", (count) => {
    const declaration = withControlPlanes(count);
    expect([...missingControlPlanes(declaration), ...evenControlPlanes(declaration)]).toEqual([]);
  });

  it("must be there", () => {
    expect(missingControlPlanes(withControlPlanes(0))).toMatchObject([
      { message: 'cluster "dev" has no control plane', location: { line: 4 } },
    ]);
  });

  it("are not missed where a node could not be read", () => {
    const nodes = [
      { name: "cp", role: "mastre" },
      { name: "w1", role: "worker" },
    ];
    expect(missingControlPlanes(declare({ clusters: [cluster("dev", { nodes })] }))).toEqual([]);
  });

  it("give a warning when their number is even", () => {
    expect(evenControlPlanes(withControlPlanes(4))).toMatchObject([
      {
        message: 'cluster "dev" has 4 control planes, an even number',
        hint: "etcd survives no more failures with 4 than with 3: use 3 or 5",
      },
    ]);
  });
});
