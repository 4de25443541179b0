import { probeOf } from "../../resources/probe.ts";
import { shQuote } from "../../resources/sh-quote.ts";

/** Kinds of VPN that lab sets up, and the interface that each of them makes on a host. */
export const vpnInterfaces = { wireguard: "lab0", tailscale: "tailscale0", openvpn: "tun-lab" } as const;

/** Name of a kind of VPN that lab brings along. */
export type VpnKindName = keyof typeof vpnInterfaces;

/** The addresses of a host in a VPN, without prefix length. */
export interface VpnAddress {
  readonly interface: string;
  /** In the order of `ip address`; none where the interface is there, and has none yet. */
  readonly addresses: readonly string[];
}

/**
 * Asks for the address that a VPN gives a host: what becomes its node IP. Null where its interface is not there. Cost: rides
 * in a frame; one process for each kind that is asked for.
 */
export const vpnAddress = probeOf(
  {
    name: "vpn address",
    script: (queries: readonly { readonly kind: VpnKindName }[]) =>
      queries
        .map(({ kind }) => {
          const name = shQuote(vpnInterfaces[kind]);
          return `echo ${name}\n[ ! -e /sys/class/net/${name} ] || { echo up; ip -o address show dev ${name} scope global 2>/dev/null; }\n`;
        })
        .join(""),
    parse: (stdout, queries): readonly (VpnAddress | null)[] => {
      const lines = stdout.split("\n");
      return queries.map(({ kind }) => readVpnAddress(vpnInterfaces[kind], lines));
    },
  },
  ({ kind }) => kind,
);

/** Lines of `ip -o address`: "5: lab0    inet 10.99.0.1/24 scope global lab0". */
function readVpnAddress(name: string, lines: readonly string[]): VpnAddress | null {
  const start = lines.indexOf(name);
  if (start < 0 || lines[start + 1] !== "up") return null;
  const addresses = lines.slice(start + 2).flatMap((line) => {
    const [, link, address] = /^\d+:\s+(\S+)\s+inet6?\s+([0-9a-fA-F:.]+)/.exec(line) ?? [];
    return link === name && address !== undefined ? [address] : [];
  });
  return { interface: name, addresses };
}
