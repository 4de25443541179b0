import { openvpn } from "./openvpn/openvpn.ts";
import { tailscale } from "./tailscale/tailscale.ts";
import type { VpnKind } from "./vpn-kind.ts";
import { wireguard } from "./wireguard/wireguard.ts";

/** Every kind of VPN that `kind` can name; a further one is a file of its own, and a line here. */
export const vpnKinds: readonly VpnKind[] = [tailscale, wireguard, openvpn];
