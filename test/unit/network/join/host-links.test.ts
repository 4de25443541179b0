import { describe, expect, it } from "vitest";
import { hostLinks, parseHostLinks } from "../../../../src/network/join/host-links.ts";
import { runSh } from "../../resources/run-sh.ts";
import { expectReviewed } from "../expect-reviewed.ts";

describe("the interfaces of a host, and its ways to others", () => {
  it("are asked for by a script that is as reviewed", async () => {
    const { kind, query } = hostLinks({ to: ["192.0.2.11", "api.lab.example"] });
    await expectReviewed(kind.script([query]), "host-links");
  });

  it("are read from what ip prints", () => {
    const links = [
      { ifname: "lo", flags: ["LOOPBACK", "UP"], mtu: 65_536, addr_info: [] },
      {
        ...{ ifname: "ens3", flags: ["BROADCAST", "UP", "LOWER_UP"], mtu: 1500, operstate: "UP" },
        addr_info: [{ family: "inet", local: "192.0.2.21", prefixlen: 24 }],
      },
      { ifname: "ens4", flags: ["NO-CARRIER", "BROADCAST", "UP"], mtu: 1500, addr_info: [] },
      {
        ifname: "wg0",
        flags: ["POINTOPOINT"],
        mtu: 1420,
        linkinfo: { info_kind: "wireguard" },
        addr_info: [],
      },
    ];
    const route = [
      { dst: "198.51.100.1", gateway: "192.0.2.1", dev: "ens3", prefsrc: "192.0.2.21", flags: [] },
    ];
    const printed = [
      `links\t-\t${JSON.stringify(links)}`,
      `route\tcp1.lab\t${JSON.stringify(route)}`,
      "lost\t10.8.0.1\tRTNETLINK answers: Network is unreachable",
      "lost\tcp2.lab\tits name does not resolve",
    ].join("\n");
    const none = { address: "", device: "", source: "", gateway: "" };
    expect(parseHostLinks(printed)).toEqual({
      links: [
        { name: "ens3", kind: "", isUp: true, mtu: 1500, addresses: ["192.0.2.21/24"] },
        { name: "ens4", kind: "", isUp: false, mtu: 1500, addresses: [] },
        { name: "wg0", kind: "wireguard", isUp: false, mtu: 1420, addresses: [] },
      ],
      routes: [
        {
          ...{ to: "cp1.lab", address: "198.51.100.1", device: "ens3", source: "192.0.2.21" },
          ...{ gateway: "192.0.2.1", problem: "" },
        },
        { to: "10.8.0.1", ...none, problem: "network is unreachable" },
        { to: "cp2.lab", ...none, problem: "its name does not resolve" },
      ],
    });
    expect(parseHostLinks("links\t-\tip: unrecognized option\n")).toEqual({ links: [], routes: [] });
  });

  it("are told by this machine", () => {
    const to = ["127.0.0.1", "no-such-host.invalid"];
    const { status, stdout } = runSh(hostLinks({ to }).kind.script([{ to }]));
    expect(status).toBe(0);
    const routes = parseHostLinks(stdout).routes.toSorted((a, b) => a.to.localeCompare(b.to));
    expect(routes).toMatchObject([
      { to: "127.0.0.1", device: "lo", source: "127.0.0.1", problem: "" },
      { to: "no-such-host.invalid", problem: "its name does not resolve" },
    ]);
  });
});
