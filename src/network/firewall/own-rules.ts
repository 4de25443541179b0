import { InputError } from "../../errors.ts";
import type { FirewallRule } from "./firewall-rule.ts";
import { newRule } from "./new-rule.ts";

/** A rule of the user's own, as group_vars hold it. */
export interface OwnRule {
  readonly port?: number | string;
  readonly ports?: readonly (number | string)[];
  readonly protocol?: "tcp" | "udp" | "any";
  readonly from?: string | readonly string[];
  readonly comment?: string;
}

/** The user's own rules, named by their places. Throws InputError on one that would let in everything, or says nothing. */
export function ownRules(rules: readonly OwnRule[]): FirewallRule[] {
  return rules.map(({ port, ports = [], from = [], comment = "", ...rule }, index) => {
    const all = [...(port === undefined ? [] : [port]), ...ports];
    const sources = typeof from === "string" ? [from] : from;
    const protocol = rule.protocol ?? (all.length === 0 ? "any" : "tcp");
    refuse(index, all.length, protocol, sources);
    const why = comment === "" ? "a rule of your own" : comment;
    return newRule({
      name: `own-${index + 1}`,
      protocol,
      ports: all,
      from: sources,
      why,
      neededBy: "you said so in firewall.rules",
    });
  });
}

function refuse(index: number, ports: number, protocol: string, from: readonly string[]): void {
  if (protocol === "any" && ports > 0) {
    throw new InputError({
      message: `firewall.rules[${index}] has ports, but no protocol that has any`,
      hint: "write protocol: tcp, or udp; for both write two rules",
    });
  }
  if (ports > 0 || from.length > 0) return;
  throw new InputError({
    message: `firewall.rules[${index}] would let in everything`,
    hint: "name ports, or from: the networks that are trusted",
  });
}
