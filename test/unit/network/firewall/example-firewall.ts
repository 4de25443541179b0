import type { WantedFirewall } from "../../../../src/network/firewall/firewall-kind.ts";
import { newRule } from "../../../../src/network/firewall/new-rule.ts";
import type { NftChain } from "../../../../src/network/firewall/nft-chain.ts";

const said = { why: "an example", neededBy: "tests" } as const;

/** One rule of each sort, of both families. */
export const exampleFirewall: WantedFirewall = {
  rules: [
    newRule({ ...said, name: "ssh", protocol: "tcp", ports: [22, 2222] }),
    newRule({ ...said, name: "icmp", protocol: "icmp" }),
    newRule({
      ...said,
      name: "kubelet",
      protocol: "tcp",
      ports: [10250],
      from: ["10.0.0.0/24", "10.1.0.7", "fd00::/64"],
    }),
    newRule({ ...said, name: "nodeports-udp", protocol: "udp", ports: ["30000-32767"] }),
    newRule({ ...said, name: "pods", protocol: "any", from: ["10.244.0.0/16", "fd00:10:244::/56"] }),
    newRule({ ...said, name: "calico-ipip", protocol: "ipip", from: ["10.0.0.0/24", "fd00::/64"] }),
    newRule({ ...said, name: "tailscale-inside", protocol: "any", interface: "tailscale0" }),
    newRule({ ...said, name: "own-1", protocol: "udp", from: ["10.77.0.1"] }),
  ],
  podNetworks: ["10.244.0.0/16", "fd00:10:244::/56"],
};

const input = { family: "inet", table: "filter", name: "input", hook: "input", policy: "drop" } as const;

/** Chains of somebody who closes the host by a policy, and by last rules. */
export const closingChains: readonly NftChain[] = [
  { ...input, rules: ["tcp dport 22 accept"] },
  {
    ...input,
    name: "forward",
    hook: "forward",
    policy: "accept",
    rules: ["counter reject with icmp port-unreachable"],
  },
  { ...input, family: "ip", table: "second", policy: "accept", rules: ['log prefix "no: " drop'] },
];
