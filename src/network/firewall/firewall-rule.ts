import { createHash } from "node:crypto";

/** From the first to the last, both included. */
export interface PortRange {
  readonly first: number;
  readonly last: number;
}

/** "ipip" is IP in IP, protocol number 4; "any" is everything, whatever its port. */
export type RuleProtocol = "tcp" | "udp" | "icmp" | "ipip" | "any";

/** Traffic that is let in, and the reason for it. */
export interface FirewallRule {
  /** Unique among the rules of a host: small letters, digits and dashes, 40 at most. */
  readonly name: string;
  readonly protocol: RuleProtocol;
  /** In order; empty for all, and for protocols without ports. */
  readonly ports: readonly PortRange[];
  /** Networks in their shortest form, none within another; empty for everybody. */
  readonly from: readonly string[];
  /** The interface by which it comes in; null for every one. */
  readonly interface: string | null;
  /** What listens there: "the kubelet, for the API server". */
  readonly why: string;
  /** Who could not do without: "control planes". */
  readonly neededBy: string;
}

/** By this a rule of lab is known in any firewall; no other rule begins so. */
export const tagPrefix = "lab: ";

/** Tags as they stand in what a firewall prints. */
export const tagPattern = /lab: [a-z0-9-]{1,40} [0-9a-f]{8}/g;

/**
 * The comment that a rule carries on a host: its name, and a hash of what it lets in. Another content is another tag, so
 * that what is there can be told by tags alone. Fits into 128 bytes, the shortest limit of all firewalls (nftables).
 */
export function ruleTag({ name, ...rule }: FirewallRule): string {
  const content = JSON.stringify([rule.protocol, rule.ports, rule.from, rule.interface]);
  return `${tagPrefix}${name} ${createHash("sha256").update(content).digest("hex").slice(0, 8)}`;
}

/** "2379-2380" or "22". */
export function portText({ first, last }: PortRange, dash = "-"): string {
  return first === last ? String(first) : `${first}${dash}${last}`;
}

/** What a rule lets in, in words: "tcp 10250 from 10.0.0.0/24". */
export function ruleText({ protocol, ports, from, interface: nic }: FirewallRule): string {
  return [
    protocol === "any" ? "anything" : protocol,
    ...(ports.length === 0 ? [] : [ports.map((range) => portText(range)).join(",")]),
    ...(from.length === 0 ? [] : [`from ${from.join(", ")}`]),
    ...(nic === null ? [] : [`on ${nic}`]),
  ].join(" ");
}
