import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import type { HostLinks } from "./host-links.ts";
import type { HostLink, HostRouteTo } from "./parse-links.ts";

/** Another node, and one of the addresses by which it is reached. */
export interface Destination {
  readonly name: string;
  readonly address: string;
}

/** Of these, those that packets do not leave for: what else is found of them follows from it. Pure. */
export function namesWithoutRoute({ routes }: HostLinks, destinations: readonly Destination[]): Set<string> {
  const lost = new Set(routes.filter(({ problem }) => problem !== "").map(({ to }) => to));
  return new Set(destinations.filter(({ address }) => lost.has(address)).map(({ name }) => name));
}

/**
 * Whether packets to other nodes leave the host, and with the address that its cluster knows it by; `own` are its node IPs,
 * none where the inventory does not tell. Pure.
 */
export function checkRoutes(
  { links, routes }: HostLinks,
  destinations: readonly Destination[],
  own: readonly string[],
): Finding[] {
  const ways = destinations.flatMap(({ name, address }) =>
    routes.filter(({ to }) => to === address).map((route) => ({ name, route })),
  );
  return [
    ...ways.flatMap(({ name, route }) => lostWay(name, route)),
    ...missingAddresses(links, own),
    ...strangeSources(ways, links, own),
  ];
}

function lostWay(name: string, { to, problem }: HostRouteTo): Finding[] {
  if (problem === "") return [];
  const hint = `ip route get ${to} on the host; bring up the VPN or the interface that leads there, or add a route`;
  return [findingsOf("route", null).error(`has no route to ${name} (${to}): ${problem}`, hint)];
}

/** A kubelet refuses a node IP that no interface has. */
function missingAddresses(links: readonly HostLink[], own: readonly string[]): Finding[] {
  if (links.length === 0) return [];
  return own
    .filter((address) => !holderOf(address, links))
    .map((address) =>
      findingsOf("source", null).error(
        `no interface has the node IP ${address}`,
        "give it to one (netplan), bring up the VPN that has it, or correct node_ip in clusters.json",
      ),
    );
}

interface Way {
  readonly name: string;
  readonly route: HostRouteTo;
}

/** The others see another address than that of the node, which the host has: what is allowed for that one is not for this. */
function strangeSources(ways: readonly Way[], links: readonly HostLink[], own: readonly string[]): Finding[] {
  const strange = ways.flatMap(({ name, route: { source, device, address } }) => {
    const wanted = own.find((each) => isIpv6(each) === isIpv6(address));
    if (source === "" || wanted === undefined || own.includes(source)) return [];
    const holder = holderOf(wanted, links);
    return holder || links.length === 0 ? [{ name, wanted, seen: `${source} (${device})`, holder }] : [];
  });
  const alike = Map.groupBy(strange, ({ seen, wanted }) => `${seen} ${wanted}`);
  return [...alike.values()].flatMap((ways) => {
    const [first] = ways;
    if (!first) return [];
    const names = [...new Set(ways.map(({ name }) => name))].join(", ");
    const through = first.holder ? `by ${first.holder.name}` : "by the interface that has it";
    return findingsOf("source", null).warning(
      `reaches ${names} from ${first.seen}, and its node IP is ${first.wanted}`,
      `route the nodes' network ${through}, or choose the address with node_ip or node_network`,
    );
  });
}

function holderOf(address: string, links: readonly HostLink[]): HostLink | undefined {
  return links.find(({ addresses }) => addresses.some((each) => each.replace(/\/.*/, "") === address));
}

function isIpv6(address: string): boolean {
  return address.includes(":");
}
