import type { WantedFirewall } from "./firewall-kind.ts";
import { type FirewallRule, portText, ruleTag } from "./firewall-rule.ts";

/** A rule of ufw: the words after "ufw", as `ufw show added` prints them, and its comment. */
export interface UfwRule {
  readonly words: string;
  /** Empty where it has none. */
  readonly comment: string;
}

/** By this the ways of pods are known; they are no rules for what comes in. */
export const podsTag = "lab: pods through";

/** All rules that are wanted. Pure. */
export function ufwRules({ rules, podNetworks }: WantedFirewall): UfwRule[] {
  const forward = podNetworks.flatMap((network) => [
    { words: `route allow from ${network}`, comment: podsTag },
    { words: `route allow to ${network}`, comment: podsTag },
  ]);
  return [...rules.flatMap(inputRules), ...forward];
}

/** Reads a line of `ufw show added`. Pure. */
export function parseUfwRule(line: string): UfwRule {
  const [, words = line, comment = ""] = /^(.*?) comment '(.*)'$/.exec(line) ?? [];
  return { words, comment };
}

/** ufw lets ping in by itself (before.rules). */
function inputRules(rule: FirewallRule): UfwRule[] {
  if (rule.protocol === "icmp") return [];
  return wordsOf(rule).map((words) => ({ words, comment: ruleTag(rule) }));
}

/** ufw's simple form where it would choose that itself; so what was written is what it prints. */
function wordsOf({ protocol, ports, from, interface: nic }: FirewallRule): string[] {
  const all = ports.map((range) => portText(range, ":")).join(",");
  if (nic === null && from.length === 0 && all !== "") return [`allow ${all}/${protocol}`];
  const inOn = nic === null ? "" : ` in on ${nic}`;
  // ufw knows no IP in IP: those who send it are let in with all that they send.
  const isPlain = protocol === "any" || protocol === "ipip";
  const to = all === "" ? "" : ` to any port ${all}`;
  const end = `${to}${isPlain ? "" : ` proto ${protocol}`}`;
  if (from.length === 0) return [`allow${inOn}${end}`];
  return from.map((network) => `allow${inOn} from ${shortNetwork(network)}${end}`);
}

/** As ufw prints the address of a single host. */
function shortNetwork(network: string): string {
  return network.replace(/^([\d.]+)\/32$|^([\da-f:.]+)\/128$/i, "$1$2");
}
