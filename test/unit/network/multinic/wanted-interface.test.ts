import { describe, expect, it } from "vitest";
import { macAddress, soundInterface } from "../../../../src/network/multinic/wanted-interface.ts";
import { mac, sound } from "./example-host.ts";

describe("a wanted interface", () => {
  it("comes in one spelling, with nothing left open", () => {
    expect(
      sound({
        mac: "FA-16-3E-00-00-01",
        addresses: ["10.30.0.5/24", "FD00:30:0::5/64", "10.30.0.5/24"],
        routes: [{ to: "10.31.7.0/16", via: "10.30.0.1" }, { to: "fd00:31::/32" }],
      }),
    ).toEqual({
      mac: mac(1),
      addresses: ["10.30.0.5/24", "fd00:30::5/64"],
      routes: [{ to: "10.31.0.0/16", via: "10.30.0.1" }, { to: "fd00:31::/32" }],
      mtu: 1500,
    });
  });

  it.each([
    [{ mac: "zz:16:3e:00:00:01" }, '"zz:16:3e:00:00:01" is no hardware address of one interface'],
    [{ mac: mac(1), addresses: ["10.30.0.5"] }, '"10.30.0.5" is no address with prefix length'],
    [{ mac: mac(1), addresses: ["10.30.0.5/33"] }, '"10.30.0.5/33" is no address with prefix length'],
    [{ mac: mac(1), mtu: 100 }, "100 is no MTU"],
    [
      { mac: mac(1), mtu: 1000, addresses: ["fd00::1/64"] },
      "IPv6 needs an MTU of 1280, and 1000 is asked for",
    ],
    [{ mac: mac(1), routes: [{ to: "nowhere" }] }, '"nowhere" is no network'],
    [{ mac: mac(1), routes: [{ to: "10.0.0.0/8", via: "x" }] }, '"x" is no address of a router'],
    [
      { mac: mac(1), routes: [{ to: "10.0.0.0/8", via: "fd00::1" }] },
      '"10.0.0.0/8" and "fd00::1" are of different families',
    ],
  ])("is refused where it makes no sense: %j", (wanted, problem) =>
    expect(soundInterface(wanted)).toEqual({ problem }),
  );

  it.each(["default", "0.0.0.0/0", "::/0"])("never takes the default route: %s", (to) =>
    expect(
      soundInterface({ mac: mac(1), routes: [{ to, via: to === "::/0" ? "fd00::1" : "10.0.0.1" }] }),
    ).toEqual({
      problem: expect.stringContaining("would take the place of the host's own"),
    }),
  );
});

it.each([
  "00:00:00:00:00:00",
  "ff:ff:ff:ff:ff:ff",
  "01:00:5e:00:00:01",
  "fa:16:3e:00:00",
  "",
  "fa16.3e00.0001",
])("a hardware address is not %j", (text) => expect(macAddress(text)).toBeNull());
