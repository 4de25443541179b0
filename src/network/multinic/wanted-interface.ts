import ipaddr from "ipaddr.js";

/** A route over an extra interface. */
export interface WantedRoute {
  /** A network, never the default route: 10.20.0.0/16. */
  readonly to: string;
  readonly via?: string;
  readonly metric?: number;
}

/** An extra interface, as it is declared or as a row of the table asks for it. */
export interface WantedInterface {
  readonly mac: string;
  /** With prefix length. */
  readonly addresses?: readonly string[];
  readonly routes?: readonly WantedRoute[];
  /** Bytes. */
  readonly mtu?: number;
}

/** A wanted interface in one spelling, with nothing left open. */
export interface SoundInterface {
  /** Six pairs of lower-case hexadecimal digits. */
  readonly mac: string;
  readonly addresses: readonly string[];
  readonly routes: readonly WantedRoute[];
  readonly mtu: number;
}

/** Ethernet's own, and what system C asks for where nothing else is said. */
export const usualMtu = 1500;

/** What is asked for in one spelling, or why nobody could set it up. Pure. */
export function soundInterface(wanted: WantedInterface): SoundInterface | { readonly problem: string } {
  const mac = macAddress(wanted.mac);
  if (mac === null) return { problem: `"${wanted.mac}" is no hardware address of one interface` };
  const { addresses = [], routes = [], mtu = usualMtu } = wanted;
  if (!Number.isInteger(mtu) || mtu < 576 || mtu > 65535) return { problem: `${mtu} is no MTU` };
  const own = addresses.map((address) => ({ address, sound: cidr(address, false) }));
  const wrong = own.find(({ sound }) => sound === null);
  if (wrong) return { problem: `"${wrong.address}" is no address with prefix length` };
  const ways = routes.map(soundRoute);
  const stray = ways.find((way) => "problem" in way);
  if (stray && "problem" in stray) return stray;
  if (mtu < 1280 && own.some(({ sound }) => sound?.includes(":"))) {
    return { problem: `IPv6 needs an MTU of 1280, and ${mtu} is asked for` };
  }
  return {
    mac,
    addresses: [...new Set(own.flatMap(({ sound }) => sound ?? []))],
    routes: ways.flatMap((way) => ("problem" in way ? [] : [way])),
    mtu,
  };
}

/** "52:54:00:12:34:56" of any spelling with colons or dashes; null where it names no single interface. */
export function macAddress(text: string): string | null {
  const mac = text.trim().toLowerCase().replaceAll("-", ":");
  if (!/^[0-9a-f]{2}(:[0-9a-f]{2}){5}$/.test(mac) || mac === "00:00:00:00:00:00") return null;
  // The lowest bit of the first byte makes it an address of many (IEEE 802).
  return Number.parseInt(mac.slice(0, 2), 16) % 2 === 1 ? null : mac;
}

function soundRoute({ to, via, metric }: WantedRoute): WantedRoute | { readonly problem: string } {
  const network = cidr(to, true);
  if (network === null) return { problem: `"${to}" is no network` };
  if (network.endsWith("/0")) {
    return {
      problem: `a default route ("${to}") over an extra interface would take the place of the host's own`,
    };
  }
  if (via !== undefined && !ipaddr.isValid(via)) return { problem: `"${via}" is no address of a router` };
  const router = via === undefined ? {} : { via: ipaddr.parse(via).toString() };
  if (router.via !== undefined && router.via.includes(":") !== network.includes(":")) {
    return { problem: `"${to}" and "${via}" are of different families` };
  }
  return { to: network, ...router, ...(metric === undefined ? {} : { metric }) };
}

/** An address with prefix length, or the network that it is in, as the kernel prints it; null for another text. */
export function cidr(text: string, isNetwork: boolean): string | null {
  try {
    const [address, bits] = ipaddr.parseCIDR(text === "default" ? "0.0.0.0/0" : text);
    if (!isNetwork) return `${address.toString()}/${bits}`;
    const network =
      address.kind() === "ipv4"
        ? ipaddr.IPv4.networkAddressFromCIDR(text === "default" ? "0.0.0.0/0" : text)
        : ipaddr.IPv6.networkAddressFromCIDR(text);
    return `${network.toString()}/${bits}`;
  } catch {
    return null;
  }
}
