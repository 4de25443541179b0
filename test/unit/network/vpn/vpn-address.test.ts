import { expect, it } from "vitest";
import { vpnAddress } from "../../../../src/network/vpn/vpn-address.ts";

it("reads the addresses of each kind that is asked for, and tells a missing interface from one without an address", () => {
  const asked = (["wireguard", "tailscale", "openvpn"] as const).map((kind) => vpnAddress({ kind }));
  const [{ kind }] = asked as [(typeof asked)[number]];
  const printed = `lab0
up
5: lab0    inet 10.99.0.1/24 scope global lab0\\       valid_lft forever preferred_lft forever
5: lab0    inet6 fd00:99::1/64 scope global \\       valid_lft forever preferred_lft forever
tailscale0
tun-lab
up
`;
  const queries = asked.map(({ query }) => query);
  expect(kind.parse(printed, queries)).toEqual([
    { interface: "lab0", addresses: ["10.99.0.1", "fd00:99::1"] },
    null,
    { interface: "tun-lab", addresses: [] },
  ]);
});
