import { describe, expect, it } from "vitest";
import { checkCidrs } from "../../../src/inventory/check-cidrs.ts";
import { cluster, declare } from "./declare.ts";

function messages(...clusters: object[]): string[] {
  return checkCidrs(declare({ clusters })).map(({ message }) => message);
}

describe("checkCidrs", () => {
  it("accepts neighbours, dual stack, and nodes elsewhere", () => {
    const nodes = [
      {
        name: "a-cp",
        role: "master",
        host: "100.64.0.7",
        interfaces: [{ name: "eth0", addresses: ["10.22.0.1/16"] }],
      },
    ];
    expect(
      messages(
        cluster("a", { pods: "10.20.0.0/16,fd00:20::/56", services: "10.96.0.0/16", nodes }),
        cluster("b", { pods: "10.21.0.0/16, fd00:21::/56", services: "10.97.0.0/16" }),
      ),
    ).toEqual([]);
  });

  it("finds networks that meet in one address only", () => {
    expect(messages(cluster("a", { pods: "10.0.0.0/31", services: "10.0.0.1/32" }))).toEqual([
      'the service network 10.0.0.1/32 of cluster "a" overlaps with the pod network 10.0.0.0/31 of cluster "a" in line 5',
    ]);
  });

  it("says once that many nodes stand in a pod network", () => {
    const nodes = Array.from({ length: 50 }, (_, index) => ({
      name: `n${index}`,
      role: "master",
      host: `10.20.0.${index}`,
    }));
    expect(messages(cluster("a", { nodes }))).toEqual([
      'the pod network 10.20.0.0/16 of cluster "a" overlaps with the address 10.20.0.0 of host "n0" in line 11',
    ]);
  });
});
