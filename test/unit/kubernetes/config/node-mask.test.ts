import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { nodeMask, nodeMaskFlags } from "../../../../src/kubernetes/config/node-mask.ts";
import { parseSubnet } from "../../../../src/kubernetes/config/subnet.ts";
import { exampleCluster } from "./example-cluster.ts";

function maskOf(cidr: string, nodes: number): number {
  const subnet = parseSubnet(cidr);
  if (subnet === null) throw new Error(`${cidr} is no network`);
  return nodeMask(subnet, nodes);
}

describe("a node's share of the pod network", () => {
  it.each([
    ["10.20.0.0/16", 5, 24],
    ["10.20.0.0/21", 4, 24],
    ["10.20.0.0/21", 5, 25],
    ["10.20.0.0/24", 3, 27],
    ["10.20.0.0/25", 3, 28],
    ["10.20.0.0/26", 3, 28],
    ["10.20.0.0/28", 1, 28],
    ["10.0.0.0/7", 3, 23],
    ["fd00::/56", 3, 64],
    ["fd00::/64", 3, 67],
    ["fd00::/32", 3, 48],
  ])("of %s, for %i nodes, is a /%i", (cidr, nodes, mask) => {
    expect(maskOf(cidr, nodes)).toBe(mask);
  });

  it("is one that kubeadm accepts, and there is one for each node where there can be", () => {
    fc.assert(
      fc.property(fc.integer({ min: 8, max: 28 }), fc.integer({ min: 1, max: 300 }), (prefix, nodes) => {
        const mask = maskOf(`10.0.0.0/${prefix}`, nodes);
        expect(mask).toBeGreaterThanOrEqual(prefix);
        expect(mask - prefix).toBeLessThanOrEqual(16);
        expect(2 ** (mask - prefix)).toBeGreaterThanOrEqual(Math.min(nodes, 2 ** (32 - prefix)));
      }),
    );
  });

  it("is told to the controller manager by family, where it is not the default", () => {
    const cluster = exampleCluster({ isHa: false, isDual: true });
    expect(nodeMaskFlags(cluster)).toEqual({});
    expect(nodeMaskFlags({ ...cluster, podCidr: "10.20.0.0/24, fd00:20::/64" })).toEqual({
      "node-cidr-mask-size-ipv4": "27",
      "node-cidr-mask-size-ipv6": "67",
    });
  });
});
