import { listAt, numberAt, textAt } from "../../kubernetes/health/object-fields.ts";

/** A network interface, as the kernel has it. */
export interface HostLink {
  readonly name: string;
  /** "wireguard", "tun", "bridge", …; empty for hardware. */
  readonly kind: string;
  /** It is on, and has a carrier where it needs one. */
  readonly isUp: boolean;
  readonly mtu: number;
  /** With prefix length: "192.168.5.11/24". */
  readonly addresses: readonly string[];
}

/** How packets to one place leave the host; `problem` is empty where they do. */
export interface HostRouteTo {
  /** As asked for: an address, or a DNS name. */
  readonly to: string;
  readonly address: string;
  readonly device: string;
  /** The address that the other side sees, unless something between rewrites it. */
  readonly source: string;
  /** Empty where the other side is on the same network. */
  readonly gateway: string;
  readonly problem: string;
}

/** Reads `ip -j -d addr show` (iproute2 4.18 and later); no links where it is something else. Pure. */
export function parseLinks(json: string): HostLink[] {
  return listAt(jsonOrNull(json)).flatMap((link) => {
    const name = textAt(link, "ifname");
    const flags = listAt(link, "flags");
    if (name === "" || flags.includes("LOOPBACK")) return [];
    const isUp = flags.includes("UP") && !flags.includes("NO-CARRIER");
    const addresses = listAt(link, "addr_info").flatMap((each) => {
      const local = textAt(each, "local");
      return local === "" ? [] : [`${local}/${numberAt(each, "prefixlen")}`];
    });
    const kind = textAt(link, "linkinfo", "info_kind");
    return [{ name, kind, isUp, mtu: numberAt(link, "mtu"), addresses }];
  });
}

/** Reads `ip -j route get`. Pure. */
export function parseRoute(json: string): Pick<HostRouteTo, "address" | "device" | "source" | "gateway"> {
  const [route] = listAt(jsonOrNull(json));
  return {
    address: textAt(route, "dst"),
    device: textAt(route, "dev"),
    source: textAt(route, "prefsrc"),
    gateway: textAt(route, "gateway"),
  };
}

function jsonOrNull(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
