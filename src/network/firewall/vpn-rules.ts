import { vpnInterfaces } from "../vpn/vpn-address.ts";
import type { FirewallRule } from "./firewall-rule.ts";
import { newRule } from "./new-rule.ts";

/** What the firewall has to know of the VPN by which nodes reach each other. */
export interface VpnSettings {
  readonly kind: "none" | "tailscale" | "wireguard" | "openvpn";
  /** UDP, on which it listens. Default: 41641 of Tailscale, 51820 of WireGuard; a client of OpenVPN listens on none. */
  readonly port?: number;
}

interface Tunnel {
  readonly title: string;
  readonly port: number | null;
  /** Null where somebody else decides who is in it. */
  readonly interface: string | null;
}

const tunnels: Readonly<Record<Exclude<VpnSettings["kind"], "none">, Tunnel>> = {
  tailscale: { title: "Tailscale", port: 41641, interface: vpnInterfaces.tailscale },
  wireguard: { title: "WireGuard", port: 51820, interface: vpnInterfaces.wireguard },
  openvpn: { title: "OpenVPN", port: null, interface: null },
};

/** What a VPN needs: the way in for its packets, and what it has let in itself. Pure. */
export function vpnRules({ kind, ...settings }: VpnSettings): FirewallRule[] {
  if (kind === "none") return [];
  const { title, port, interface: nic } = { ...tunnels[kind], ...settings };
  return [
    ...(port === null
      ? []
      : [
          newRule({
            name: `${kind}-tunnel`,
            protocol: "udp",
            ports: [port],
            why: `${title}: encrypted packets`,
            neededBy: "the other hosts of the VPN, wherever they are",
          }),
        ]),
    ...(nic === null
      ? []
      : [
          newRule({
            name: `${kind}-inside`,
            protocol: "any",
            interface: nic,
            why: `${title}: what comes out of the tunnel was let in by it`,
            neededBy: "the other hosts of the VPN",
          }),
        ]),
  ];
}
