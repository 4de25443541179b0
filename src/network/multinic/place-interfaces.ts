import type { HostInterfaces, HostLink } from "./host-state.ts";
import { type SoundInterface, soundInterface, type WantedInterface } from "./wanted-interface.ts";

/** Where a wanted interface goes, or why it is left alone. */
export type Placed =
  | {
      readonly kind: "place";
      readonly wanted: SoundInterface;
      /** "multinic3" */
      readonly name: string;
      readonly link: HostLink;
    }
  | { readonly kind: "refused"; readonly reason: string };

/** What lab calls interfaces is this, and a number. */
export const namePrefix = "multinic";

/**
 * Gives each wanted interface its name, in their order: one that has a file keeps its name, the others get the lowest ones
 * that are free, below `limit`. An interface that is not lab's own, or could be somebody else's, is refused. Pure.
 */
export function placeInterfaces(
  wanted: readonly WantedInterface[],
  host: HostInterfaces,
  limit: number,
): Placed[] {
  const names = new Map<string, string>(host.own.map(({ name, mac }) => [mac, name]));
  const taken = new Set([...host.own, ...host.links].map(({ name }) => name));
  const seen = new Set<string>();
  return wanted.map((one) => {
    const sound = soundInterface(one);
    if ("problem" in sound) return refused(sound.problem);
    if (seen.has(sound.mac)) return refused("it is asked for twice");
    seen.add(sound.mac);
    if (host.backend === null) return refused("the host has neither netplan nor wicked");
    const own = names.get(sound.mac);
    const found = linkOf(sound.mac, host, own);
    if (typeof found === "string") return refused(found);
    const name = own ?? nameFor(found, host, taken, limit);
    if (name === null) return refused(`all names up to ${namePrefix}${limit - 1} are taken`);
    if (found.name !== name && host.links.some((link) => link.name === name)) {
      return refused(`another interface is called ${name}`);
    }
    taken.add(name);
    return { kind: "place", wanted: sound, name, link: found };
  });
}

function refused(reason: string): Placed {
  return { kind: "refused", reason };
}

/** One that has such a name already keeps it: its file was lost. */
function nameFor(
  link: HostLink,
  { own }: HostInterfaces,
  taken: ReadonlySet<string>,
  limit: number,
): string | null {
  const names = Array.from({ length: limit }, (_, index) => `${namePrefix}${index}`);
  const isNamed = names.includes(link.name) && !own.some(({ name }) => name === link.name);
  return isNamed ? link.name : (names.find((name) => !taken.has(name)) ?? null);
}

/** The interface with a hardware address, or why lab must not touch it; `own` is its name where lab has set it up. */
function linkOf(mac: string, host: HostInterfaces, own: string | undefined): HostLink | string {
  const [link, ...others] = host.links.filter((one) => one.mac === mac);
  if (!link) return "there is no interface with this hardware address";
  if (others.length > 0) {
    return `several interfaces have this hardware address: ${[link, ...others].map(({ name }) => name).join(", ")}`;
  }
  if (link.name === own) return link;
  return belongingTo(link, host) ?? link;
}

/** Hardware, and what stands in for it in containers. */
const plainKinds = new Set(["", "veth", "macvlan"]);
/** What stands on another interface. */
const stackedKinds = new Set(["vlan", "macvlan", "macvtap", "ipvlan", "ipvtap"]);

/** What shows that an interface is somebody else's; null where nothing does. */
function belongingTo(link: HostLink, { links, configured }: HostInterfaces): string | null {
  const { name, kind, master, addresses, routes } = link;
  if (!plainKinds.has(kind)) return `${name} is a ${kind}`;
  if (master !== "") return `${name} is a member of ${master}`;
  const stacked = links.find((one) => one.parent === name && stackedKinds.has(one.kind));
  if (stacked) return `${stacked.name} stands on ${name}`;
  const [address] = addresses;
  if (address) return `${name} has the address ${address.address}, and lab has not given it`;
  const [route] = routes;
  if (route) return `the route to ${route.to} goes over ${name}`;
  if (configured.includes(name.toLowerCase()) || configured.includes(link.mac)) {
    return `other configuration of the host names ${name}`;
  }
  return null;
}
