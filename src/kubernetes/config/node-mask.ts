import type { RoleCluster, RoleNode } from "../../role/role-context.ts";
import { parseSubnets, type Subnet } from "./subnet.ts";

/** What the controller manager cuts off for each node where nothing is said. */
const defaultMask = { 4: 24, 6: 64 } as const;
const bits = { 4: 32, 6: 128 } as const;
/** The allocator's bitmap holds 2^16 ranges, which kubeadm checks (PodSubnetNodeMaskMaxDiff). */
const widestDifference = 16;
/** Room to grow is not bought with ranges of fewer than 16 addresses. */
const smallestHostBits = 4;

/**
 * Prefix length of a node's share of the pod network: the default where it leaves twice as many shares as there are nodes
 * (and at least 8), else a longer one. Never shorter than the network's own, and at most 16 longer.
 */
export function nodeMask({ family, prefix }: Subnet, nodes: number): number {
  const needed = prefix + bitsFor(nodes);
  const roomy = prefix + Math.max(3, bitsFor(2 * nodes));
  const fitting = Math.min(roomy, Math.max(needed, bits[family] - smallestHostBits));
  return Math.min(Math.max(defaultMask[family], fitting), prefix + widestDifference, bits[family]);
}

/** Flags of the controller manager for the shares that are not of the default size; by family, as kubeadm reads them. */
export function nodeMaskFlags({ podCidr, nodes }: RoleCluster): Record<string, string> {
  const count = nodesWithPods(nodes);
  return Object.fromEntries(
    parseSubnets(podCidr)
      .map((subnet) => ({ ...subnet, mask: nodeMask(subnet, count) }))
      .filter(({ family, mask }) => mask !== defaultMask[family])
      .map(({ family, mask }) => [`node-cidr-mask-size-ipv${family}`, String(mask)]),
  );
}

function bitsFor(count: number): number {
  return Math.ceil(Math.log2(Math.max(1, count)));
}

/** How many nodes need a share of the pod network: all but those that only hold etcd. */
export function nodesWithPods(nodes: readonly RoleNode[]): number {
  return nodes.filter(({ role }) => role !== "etcd").length;
}
