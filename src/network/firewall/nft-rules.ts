import { type FirewallRule, portText, ruleTag } from "./firewall-rule.ts";
import { isIpv6 } from "./networks.ts";

/** A rule in nftables' words, and the family that it can stand in; "any" for those that fit both. */
export interface NftRule {
  readonly family: "ip" | "ip6" | "any";
  readonly text: string;
}

/**
 * What is let in whatever the rules are: answers, what the host itself has turned to one of its ports (a Service whose pods
 * use the host's network), the host itself, and leases of addresses (RFC 8415, 7.2).
 */
const always: readonly NftRule[] = [
  { family: "any", text: "ct state established,related accept" },
  { family: "any", text: "ct status dnat accept" },
  { family: "any", text: 'iifname "lo" accept' },
  { family: "ip6", text: "ip6 saddr fe80::/10 udp sport 547 udp dport 546 accept" },
];

/** Everything that is let in. Each rule stands for its networks of both families. Pure. */
export function nftInput(rules: readonly FirewallRule[]): NftRule[] {
  return [...always, ...rules.flatMap(nftRules)];
}

/** Pods' packets on their way through the host. Pure. */
export function nftForward(podNetworks: readonly string[]): NftRule[] {
  return podNetworks.flatMap((network) => {
    const family = isIpv6(network) ? "ip6" : "ip";
    return ["saddr", "daddr"].map(
      (side) => ({ family, text: `${family} ${side} ${network} accept` }) as const,
    );
  });
}

function nftRules(rule: FirewallRule): NftRule[] {
  const end = `accept comment "${ruleTag(rule)}"`;
  const nic = rule.interface === null ? "" : `iifname "${rule.interface}" `;
  return sourcesOf(rule.from).flatMap(({ family, match }) =>
    matches(rule, family).map((text) => ({ family, text: `${nic}${match}${text}${end}` })),
  );
}

interface Source {
  readonly family: NftRule["family"];
  readonly match: string;
}

function sourcesOf(networks: readonly string[]): Source[] {
  if (networks.length === 0) return [{ family: "any", match: "" }];
  return (["ip", "ip6"] as const).flatMap((family) => {
    const own = networks.filter((network) => isIpv6(network) === (family === "ip6"));
    return own.length === 0 ? [] : [{ family, match: `${family} saddr ${setOf(own)} ` }];
  });
}

function matches({ protocol, ports }: FirewallRule, family: NftRule["family"]): string[] {
  switch (protocol) {
    case "any":
      return [""];
    case "ipip":
      return family === "ip6" ? [] : ["meta l4proto 4 "];
    case "icmp":
      return ["icmp", "ipv6-icmp"].map((name) => `meta l4proto ${name} `);
    default:
      return ports.length === 0
        ? [`meta l4proto ${protocol} `]
        : [`${protocol} dport ${setOf(ports.map((range) => portText(range)))} `];
  }
}

function setOf(items: readonly string[]): string {
  return items.length === 1 ? items.join("") : `{ ${items.join(", ")} }`;
}
