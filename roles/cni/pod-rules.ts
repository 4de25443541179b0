import ipaddr from "ipaddr.js";
import { isIpv6 } from "./pod-routes.ts";

/** Masquerades what leaves the pod network; in the table nat. */
const masqueradeChain = "LAB-POD-MASQ";
/** Lets pods through where the policy of FORWARD is DROP; in the table filter. */
const forwardChain = "LAB-POD-FORWARD";

/** Rules of one family, as `iptables -S` prints them. */
export interface PodRules {
  readonly tool: "iptables" | "ip6tables";
  /** All rules of lab's chain in nat, in order. */
  readonly masquerade: readonly string[];
  /** The rule of POSTROUTING that leads there. */
  readonly toMasquerade: string;
  /** All rules of lab's chain in filter, in order. */
  readonly forward: readonly string[];
  /** The rule of FORWARD that leads there: the last one, so that rules of others decide first. */
  readonly toForward: string;
}

/** The rules for one network of pods. Pods reach each other by their own addresses, all else by the node's. Pure. */
export function podRules(podCidr: string): PodRules {
  const cidr = normalCidr(podCidr);
  const multicast = isIpv6(cidr) ? "ff00::/8" : "224.0.0.0/4";
  return {
    tool: isIpv6(cidr) ? "ip6tables" : "iptables",
    masquerade: [
      `-A ${masqueradeChain} -d ${cidr} -j RETURN`,
      `-A ${masqueradeChain} -d ${multicast} -j RETURN`,
      `-A ${masqueradeChain} -j MASQUERADE`,
    ],
    toMasquerade: `-A POSTROUTING -s ${cidr} -j ${masqueradeChain}`,
    forward: [`-A ${forwardChain} -s ${cidr} -j ACCEPT`, `-A ${forwardChain} -d ${cidr} -j ACCEPT`],
    toForward: `-A FORWARD -j ${forwardChain}`,
  };
}

/** As the kernel prints it: host bits cleared, IPv6 in its short form. */
function normalCidr(cidr: string): string {
  const [address, length] = ipaddr.parseCIDR(cidr);
  const network = address.kind() === "ipv4" ? ipaddr.IPv4 : ipaddr.IPv6;
  return `${network.networkAddressFromCIDR(`${address}/${length}`).toString()}/${length}`;
}

/**
 * sh that brings the rules about, each chain at once; it may run again and again. FORWARD is left alone while its policy
 * lets everything through.
 */
export function rulesScript({ tool, masquerade, toMasquerade, forward, toForward }: PodRules): string {
  return `${chainScript(tool, "nat", masqueradeChain, masquerade)}
${jumpScript(tool, "nat", toMasquerade)}
if ${tool} -w 5 -S FORWARD | grep -qx -e '-P FORWARD DROP'; then
${chainScript(tool, "filter", forwardChain, forward)}
${jumpScript(tool, "filter", toForward)}
fi`;
}

/** A chain that --noflush is told of anew is emptied and filled in one step. */
function chainScript(tool: string, table: string, chain: string, rules: readonly string[]): string {
  return `${tool}-restore -w 5 --noflush <<'LAB'
*${table}
:${chain} - [0:0]
${rules.join("\n")}
COMMIT
LAB`;
}

function jumpScript(tool: string, table: string, jump: string): string {
  const rule = jump.replace(/^-A /, "");
  return `${tool} -w 5 -t ${table} -C ${rule} 2>/dev/null || ${tool} -w 5 -t ${table} -A ${rule}`;
}

/** sh that takes all of it away. */
export function removeRulesScript({ tool, toMasquerade, toForward }: PodRules): string {
  const gone = (table: string, jump: string, chain: string): string =>
    [
      `${tool} -w 5 -t ${table} -D ${jump.replace(/^-A /, "")}`,
      `${tool} -w 5 -t ${table} -F ${chain}`,
      `${tool} -w 5 -t ${table} -X ${chain}`,
    ].join(" 2>/dev/null\n");
  return `${gone("nat", toMasquerade, masqueradeChain)} 2>/dev/null\n${gone("filter", toForward, forwardChain)} 2>/dev/null\ntrue`;
}

/** What of the rules a host lacks, given what `iptables -S` of both tables prints; lab's own chains to the letter. Pure. */
export function missingRules(
  rules: PodRules,
  printed: { readonly nat: string; readonly filter: string },
): string[] {
  const nat = printed.nat.split("\n").map((line) => line.trim());
  const filter = printed.filter.split("\n").map((line) => line.trim());
  const missing: string[] = [];
  if (!sameChain(nat, masqueradeChain, rules.masquerade) || !nat.includes(rules.toMasquerade)) {
    missing.push("masquerade what leaves the pod network");
  }
  if (!filter.includes("-P FORWARD DROP")) return missing;
  if (!sameChain(filter, forwardChain, rules.forward) || !filter.includes(rules.toForward)) {
    missing.push("forward pods");
  }
  return missing;
}

function sameChain(lines: readonly string[], chain: string, wanted: readonly string[]): boolean {
  const has = lines.filter((line) => line.startsWith(`-A ${chain} `));
  return has.length === wanted.length && has.every((line, index) => line === wanted[index]);
}
