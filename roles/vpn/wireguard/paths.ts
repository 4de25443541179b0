import { vpnInterfaces } from "../../../src/network/vpn/vpn-address.ts";

/** The interface of the VPN, which is its name for wg-quick, too. */
export const tunnelInterface = vpnInterfaces.wireguard;
export const tunnelFile = `/etc/wireguard/${tunnelInterface}.conf`;
export const tunnelUnit = `wg-quick@${tunnelInterface}.service`;
/** What all files with keys of lab match, as a pattern of sh. */
export const keyFiles = `/etc/wireguard/${tunnelInterface}*.key`;

/** The private key of a generation; the first one has no name. */
export function keyFile(generation: string | undefined): string {
  return `/etc/wireguard/${tunnelInterface}${generation === undefined ? "" : `-${generation}`}.key`;
}
