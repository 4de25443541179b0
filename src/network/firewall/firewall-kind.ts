import type { FirewallRule } from "./firewall-rule.ts";

/** The firewalls that lab can manage. */
export const firewallKinds = ["ufw", "firewalld", "nftables", "iptables"] as const;

/** A firewall that lab can manage. */
export type FirewallKind = (typeof firewallKinds)[number];

/** What lab wants of a firewall. */
export interface WantedFirewall {
  readonly rules: readonly FirewallRule[];
  /** Whose packets are passed on between interfaces, where the host closes that. */
  readonly podNetworks: readonly string[];
}
