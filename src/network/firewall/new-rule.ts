import { InputError } from "../../errors.ts";
import type { FirewallRule, PortRange } from "./firewall-rule.ts";
import { networksOf } from "./networks.ts";

/** A rule as it is thought of: ports as "6443" or "30000-32767", sources as addresses or networks. */
export interface RuleDraft extends Pick<FirewallRule, "name" | "protocol" | "why" | "neededBy"> {
  readonly ports?: readonly (string | number)[];
  readonly from?: readonly string[];
  readonly interface?: string;
}

/** The rule of a draft. Throws InputError on ports and networks that are none. */
export function newRule({ ports = [], from = [], interface: nic, ...draft }: RuleDraft): FirewallRule {
  return { ...draft, ports: ports.map(portRange), from: networksOf(from), interface: nic ?? null };
}

function portRange(port: string | number): PortRange {
  const [, first, last] = /^(\d+)(?:-(\d+))?$/.exec(String(port)) ?? [];
  const range = { first: Number(first), last: Number(last ?? first) };
  if (range.first >= 1 && range.first <= range.last && range.last <= 65535) return range;
  throw new InputError({
    message: `"${port}" is no port`,
    hint: 'write a number from 1 to 65535, or a range: "8000-8010"',
  });
}
