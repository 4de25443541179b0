import { describe, expect, it } from "vitest";
import { checkInterfaces } from "../../../src/inventory/check-interfaces.ts";
import { exampleInterfaces } from "../network/interfaces/example-interfaces.ts";
import { cluster, declare } from "./declare.ts";

function problemsOf(interfaces: readonly object[]): string[] {
  const nodes = [{ name: "cp1", role: "master", interfaces }];
  return checkInterfaces(declare({ clusters: [cluster("lab", { nodes })] })).map(({ message }) => message);
}

// What is wrong, and how it is told, is in test/fixtures/wrong/inventory/bad-interfaces.txt.
describe("checkInterfaces accepts", () => {
  it("one interface of each kind", () => {
    expect(problemsOf(exampleInterfaces)).toEqual([]);
  });

  it("several ways out that the kernel can tell apart", () => {
    const first = { name: "a", addresses: ["10.0.0.1/24", "fd00::1/64"], gateway: "10.0.0.254" };
    const ipv6 = { to: "default", via: "fd00::ff" };
    const second = { name: "b", routes: [{ to: "default", via: "10.1.0.254", metric: 200 }] };
    expect(problemsOf([{ ...first, routes: [ipv6] }, second])).toEqual([]);
    expect(
      problemsOf([
        { ...first, routes: [ipv6] },
        { name: "b", gateway: "fd01::1" },
      ]),
    ).toHaveLength(1);
  });

  it("a router beside an address that is alone in its network, and a link-local one", () => {
    expect(problemsOf([{ name: "a", addresses: ["203.0.113.7/32"], gateway: "203.0.113.1" }])).toEqual([]);
    expect(problemsOf([{ name: "a", addresses: ["fd00::1/64"], gateway: "fe80::1" }])).toEqual([]);
    expect(problemsOf([{ name: "a", addresses: ["10.0.0.1/24"], gateway: "10.0.1.1" }])).toHaveLength(1);
  });
});
