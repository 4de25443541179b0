import { type Finding, findingsOf } from "../../kubernetes/health/finding.ts";
import type { HostLink } from "./parse-links.ts";

/** The kinds of VPN that are known by their interfaces. */
export const vpnKinds = ["tailscale", "wireguard", "openvpn"] as const;
export type VpnKind = (typeof vpnKinds)[number];

/** Of which kind of VPN an interface may be: userspace WireGuard and OpenVPN look alike. Pure. */
export function vpnKindsOf({ name, kind }: HostLink): readonly VpnKind[] {
  if (name.startsWith("tailscale")) return ["tailscale"];
  if (kind === "wireguard") return ["wireguard"];
  return kind === "tun" ? ["wireguard", "openvpn"] : [];
}

/** Whether an interface is a tunnel of a VPN. Pure. */
export function isVpn(link: HostLink): boolean {
  return vpnKindsOf(link).length > 0;
}

const cures: Readonly<Record<VpnKind, string>> = {
  tailscale: "systemctl status tailscaled, and tailscale status, on the host",
  wireguard: "systemctl status 'wg-quick@*', and wg show, on the host",
  openvpn: "systemctl status 'openvpn-client@*' on the host",
};

/** Whether the VPN is up that is to be there; null where none is asked for. One that is there and down is told. Pure. */
export function checkVpn(links: readonly HostLink[], wanted: VpnKind | null): Finding[] {
  const { error, warning } = findingsOf("vpn", null);
  const all = links.filter(isVpn);
  const down = all.filter(({ isUp }) => !isUp);
  const ofKind = wanted === null ? [] : all.filter((link) => vpnKindsOf(link).includes(wanted));
  // Hosts whose ip prints no JSON cannot tell.
  if (wanted === null || links.length === 0 || ofKind.some(({ isUp }) => isUp)) {
    return down.map((link) => warning(`${link.name} is down`, cureOf(link)));
  }
  const [first] = ofKind;
  const what = first ? `${first.name} is down` : `there is no interface of ${wanted}`;
  return [error(`the VPN is not up: ${what}`, cures[wanted])];
}

function cureOf(link: HostLink): string {
  const [kind, ...others] = vpnKindsOf(link);
  return kind === undefined || others.length > 0
    ? `ip link show ${link.name}; who made it, wg-quick or OpenVPN, says why`
    : cures[kind];
}
