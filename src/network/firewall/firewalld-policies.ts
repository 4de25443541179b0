import type { WantedFirewall } from "./firewall-kind.ts";
import { type FirewallRule, portText, ruleTag } from "./firewall-rule.ts";
import { isIpv6 } from "./networks.ts";

/** Where a policy of the administrator's lies (firewalld.policy(5); names have 17 characters at most). */
export const policyPath = (name: string): string => `/etc/firewalld/policies/${name}.xml`;

/** Where a zone of the administrator's lies (firewalld.zone(5)). */
export const zonePath = (name: string): string => `/etc/firewalld/zones/${name}.xml`;

/**
 * What is let in from any zone, once the zones themselves have said nothing else: policies of a positive priority come
 * after the rules of zones, and before their targets. Pure.
 */
export function inputPolicy(rules: readonly FirewallRule[]): string {
  return policy("What lab lets in", "HOST", rules.filter(isOfPolicy).flatMap(inputRules));
}

/** Pods' packets on their way through the host. Pure. */
export function forwardPolicy(podNetworks: readonly string[]): string {
  const rules = podNetworks.flatMap((network) =>
    ["source", "destination"].map(
      (side) => `  <rule family="${familyOf(network)}"><${side} address="${network}"/><accept/></rule>`,
    ),
  );
  return policy("Pods, through the host", "ANY", rules);
}

/** A zone of the interfaces of which everything is let in; null where there are none. Pure. */
export function trustedZone({ rules }: WantedFirewall): string | null {
  const trusted = rules.filter((rule) => rule.interface !== null);
  if (trusted.length === 0) return null;
  const interfaces = trusted.map(
    (rule) => `  <!-- ${ruleTag(rule)} -->\n  <interface name="${rule.interface}"/>`,
  );
  return `${head}<zone target="ACCEPT">
  <short>lab</short>
  <description>Interfaces that lab trusts</description>
${interfaces.join("\n")}
</zone>
`;
}

const head = '<?xml version="1.0" encoding="utf-8"?>\n';

/** A zone lets ping in by itself, and interfaces have a zone of their own. */
function isOfPolicy({ protocol, interface: nic }: FirewallRule): boolean {
  return protocol !== "icmp" && nic === null;
}

function policy(description: string, egress: string, rules: readonly string[]): string {
  return `${head}<policy target="CONTINUE" priority="100">
  <short>lab</short>
  <description>${description}</description>
  <ingress-zone name="ANY"/>
  <egress-zone name="${egress}"/>
${rules.map((rule) => `${rule}\n`).join("")}</policy>
`;
}

function inputRules(rule: FirewallRule): string[] {
  const sources = rule.from.map((network) => ({
    family: ` family="${familyOf(network)}"`,
    source: `<source address="${network}"/>`,
  }));
  const all = sources.length === 0 ? [{ family: "", source: "" }] : sources;
  const elements = all.flatMap(({ family, source }) =>
    matches(rule).map((match) => `  <rule${family}>${source}${match}<accept/></rule>`),
  );
  return [`  <!-- ${ruleTag(rule)} -->`, ...elements];
}

function matches({ protocol, ports }: FirewallRule): string[] {
  if (protocol === "any") return [""];
  if (ports.length === 0) return [`<protocol value="${protocol === "ipip" ? "4" : protocol}"/>`];
  return ports.map((range) => `<port port="${portText(range)}" protocol="${protocol}"/>`);
}

function familyOf(network: string): string {
  return isIpv6(network) ? "ipv6" : "ipv4";
}
