import { type FirewallKind, firewallKinds } from "./firewall-kind.ts";
import type { FirewallState } from "./firewall-state.ts";
import { isForeign } from "./nft-chain.ts";

/** Which firewall lab is to manage: none where no firewall is active, several where nothing says which of them. */
export type KindChoice =
  | { readonly kind: FirewallKind }
  | { readonly kind: null; readonly active: readonly FirewallKind[] };

/** The kind that was named, else the one that is active, else the one that lab itself has made active. Pure. */
export function chooseKind(named: FirewallKind | "auto", state: FirewallState): KindChoice {
  if (named !== "auto") return { kind: named };
  const active = activeKinds(state);
  const [first = null, ...others] = active.length > 0 ? active : ownKinds(state);
  if (first === null || others.length > 0) return { kind: null, active };
  return { kind: first };
}

/**
 * The firewalls that somebody other than lab has made active. ufw and firewalld work by iptables or nftables: what stands
 * in iptables beside them is theirs. Pure.
 */
export function activeKinds({ ufw, firewalld, nftables, iptables }: FirewallState): FirewallKind[] {
  const managed = (ufw?.isActive ?? false) || (firewalld?.isRunning ?? false);
  const isActive: Readonly<Record<FirewallKind, boolean>> = {
    ufw: ufw?.isActive ?? false,
    firewalld: firewalld?.isRunning ?? false,
    nftables: nftables?.chains.some((chain) => chain.hook === "input" && isForeign(chain)) ?? false,
    iptables: !managed && foreignInput(iptables?.input ?? []).length > 0,
  };
  return firewallKinds.filter((kind) => isActive[kind]);
}

function ownKinds({ nftables, iptables }: FirewallState): FirewallKind[] {
  return [
    ...((nftables?.own.lines.length ?? 0) > 0 ? (["nftables"] as const) : []),
    ...((iptables?.own.lines.length ?? 0) > 0 ? (["iptables"] as const) : []),
  ];
}

/** Chains that programs lead INPUT into: those of Kubernetes, its networks, containers, VPNs and other firewalls. */
const programs = /-j (KUBE-|CILIUM_|cali-|FLANNEL-|CNI-|DOCKER|LIBVIRT_|ts-|f2b-|ufw6?-)/;

/** The rules of INPUT that somebody has made who looks after the host: no programs' ones, no policy that lets all in. Pure. */
export function foreignInput(lines: readonly string[]): string[] {
  return lines.filter((line) => !line.endsWith("-P INPUT ACCEPT") && !programs.test(line));
}
