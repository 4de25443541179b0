import type { Finding } from "../../kubernetes/health/finding.ts";
import { type ClusterNetworks, checkCidrs } from "../../kubernetes/preflight/check-cidrs.ts";
import { checkDns } from "../../kubernetes/preflight/check-dns.ts";
import type { HostCondition } from "../../kubernetes/preflight/host-condition.ts";
import type { RoleNode } from "../../role/role-context.ts";
import type { SystemFacts } from "../../role/system-facts.ts";
import { checkClock, type PeerClock } from "../paths/check-clock.ts";
import type { ClockReading } from "../paths/clock-reading.ts";
import { checkInterfaces } from "./check-interfaces.ts";
import { checkRanges } from "./check-ranges.ts";
import { checkRoutes, type Destination } from "./check-routes.ts";
import { checkVpn, isVpn, type VpnKind } from "./check-vpn.ts";
import type { HostLinks } from "./host-links.ts";

/** What a host says of its own network. */
export interface NetworkAnswers {
  readonly facts: SystemFacts;
  readonly condition: HostCondition;
  readonly links: HostLinks;
  readonly clock: ClockReading | null;
}

/** What a host is to be judged by. */
export interface JoinTerms {
  readonly host: Pick<RoleNode, "addresses" | "interfaces">;
  readonly networks: ClusterNetworks;
  readonly vpn: VpnKind | null;
  readonly toleranceMs: number;
}

/** What has to hold before a VPN, and without one: interfaces, names, clock, and networks that nobody uses twice. Pure. */
export function judgeGround(
  { facts, condition, links, clock }: NetworkAnswers,
  { host, networks, vpn, toleranceMs }: JoinTerms,
  peers: readonly PeerClock[],
): Finding[] {
  const tunnels = new Set(links.links.filter(isVpn).map(({ name }) => name));
  // A VPN may carry pods on purpose.
  const routes = condition.routes.filter(({ device }) => !tunnels.has(device));
  return [
    ...checkInterfaces(host.interfaces, links.links),
    ...checkCidrs(networks, facts, { ...condition, routes }),
    ...checkRanges(networks, links.links, vpn),
    ...checkDns(condition),
    ...checkClock(clock, peers, toleranceMs),
  ];
}

/** What has to hold once the VPN is up, or where there is none: the tunnel, and routes with the right source. Pure. */
export function judgeWay(
  { links }: NetworkAnswers,
  { host, vpn }: JoinTerms,
  destinations: readonly Destination[],
): Finding[] {
  return [...checkVpn(links.links, vpn), ...checkRoutes(links, destinations, host.addresses)];
}
