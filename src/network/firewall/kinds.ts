import type { Change } from "../../resources/change.ts";
import { type FirewallKind, firewallKinds } from "./firewall-kind.ts";
import type { FirewallStates } from "./firewall-states.ts";
import { firewalld } from "./firewalld.ts";
import { iptables } from "./iptables.ts";
import type { Kind } from "./kind.ts";
import { nftables } from "./nftables.ts";
import { ufw } from "./ufw.ts";

/** What lab knows of each firewall. */
export const kinds: Readonly<Record<FirewallKind, Kind>> = { ufw, firewalld, nftables, iptables };

/** Those whose rules lab's own unit loads; they share it. */
const scripted: readonly FirewallKind[] = ["nftables", "iptables"];

/** All of lab's in every firewall but the one that stays; null for all. Pure. */
export function removeOthers(stays: FirewallKind | null, states: FirewallStates): Change[] {
  const keepsUnit = stays !== null && scripted.includes(stays);
  const leaving = firewallKinds.filter((kind) => kind !== stays);
  const owner = keepsUnit ? null : leaving.find((kind) => scripted.includes(kind));
  return leaving.flatMap((kind) =>
    scripted.includes(kind) && kind !== owner ? kinds[kind].giveWay(states) : kinds[kind].remove(states),
  );
}
