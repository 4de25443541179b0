import { describe, expect, it } from "vitest";
import { checkVpn } from "../../../../src/network/join/check-vpn.ts";
import type { HostLink } from "../../../../src/network/join/parse-links.ts";

const link = (name: string, kind: string, isUp = true): HostLink => ({
  ...{ name, kind, isUp, mtu: 1420, addresses: [] },
});
const ens3 = link("ens3", "");

describe("a VPN", () => {
  it.each([
    ["tailscale", link("tailscale0", "tun")],
    ["wireguard", link("lab0", "wireguard")],
    ["wireguard", link("lab0", "tun")],
    ["openvpn", link("tun0", "tun")],
  ] as const)("of kind %s is up where its interface is", (kind, tunnel) => {
    expect(checkVpn([ens3, tunnel], kind)).toEqual([]);
    expect(checkVpn([ens3, { ...tunnel, isUp: false }], kind)[0]).toMatchObject({
      severity: "error",
      message: `the VPN is not up: ${tunnel.name} is down`,
    });
  });

  it("of another kind does not stand in for it", () => {
    expect(checkVpn([ens3, link("tailscale0", "tun")], "openvpn")[0]?.message).toBe(
      "the VPN is not up: there is no interface of openvpn",
    );
  });

  it("that nobody asks for is told where it is down", () => {
    expect(checkVpn([ens3, link("wg0", "wireguard", false)], null)).toMatchObject([
      { severity: "warning", message: "wg0 is down" },
    ]);
  });
});
