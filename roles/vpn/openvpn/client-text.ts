import { vpnInterfaces } from "../../../src/network/vpn/vpn-address.ts";

const folder = "/etc/openvpn/client";
/** What openvpn-client@lab reads. */
export const clientFile = `${folder}/lab.conf`;
/** The project's own file, as it is. */
export const givenFile = `${folder}/lab-given.conf`;
export const passwordFile = `${folder}/lab.auth`;
export const clientUnit = "openvpn-client@lab.service";

/**
 * The project's file, and after it what lab decides: openvpn(8) lets the last word count. A client that is refused keeps
 * trying: it would end without a failure otherwise, and nobody would start it again.
 */
export function clientText(hasPassword: boolean): string {
  return [
    "# Managed by lab: changes made here are overwritten.",
    `config ${givenFile}`,
    `dev ${vpnInterfaces.openvpn}`,
    "dev-type tun",
    ...(hasPassword ? [`auth-user-pass ${passwordFile}`, "auth-nocache", "auth-retry nointeract"] : []),
    "",
  ].join("\n");
}
