import { describe, expect, it } from "vitest";
import type { HostInterfaces, HostLink } from "../../../../src/network/multinic/host-state.ts";
import { placeInterfaces } from "../../../../src/network/multinic/place-interfaces.ts";
import { host, link, mac } from "./example-host.ts";

/** Names, or reasons of refusals. */
function places(macs: readonly string[], state: HostInterfaces, limit = 10): string[] {
  return placeInterfaces(
    macs.map((one) => ({ mac: one })),
    state,
    limit,
  ).map((placed) => (placed.kind === "place" ? placed.name : placed.reason));
}

const cards = [1, 2, 3].map((number) => link(`ens${number + 3}`, mac(number)));

describe("names of extra interfaces", () => {
  it("are given in the order in which they are asked for", () => {
    expect(places([mac(2), mac(1)], host(cards))).toEqual(["multinic0", "multinic1"]);
  });

  it("stay with those that have one, whoever else comes and goes", () => {
    const own = [{ name: "multinic1", mac: mac(1) }];
    const state = host([link("multinic1", mac(1)), ...cards.slice(1)], { own });
    expect(places([mac(3), mac(1), mac(2)], state)).toEqual(["multinic0", "multinic1", "multinic2"]);
  });

  it("are found again by the file where the kernel has given back the old name", () => {
    const own = [{ name: "multinic4", mac: mac(1) }];
    expect(places([mac(1)], host(cards, { own }))).toEqual(["multinic4"]);
  });

  it("are found again by the name where the file is lost", () => {
    expect(places([mac(2), mac(1)], host([link("multinic0", mac(1)), cards[1] ?? link("", "")]))).toEqual([
      "multinic1",
      "multinic0",
    ]);
  });

  it("end at the limit", () => {
    const [first, second, third] = places([mac(1), mac(2), mac(3)], host(cards), 2);
    expect([first, second, third]).toEqual(["multinic0", "multinic1", "all names up to multinic1 are taken"]);
  });

  it("are not used up by what is refused", () => {
    expect(places([mac(9), mac(1)], host(cards))).toEqual([
      "there is no interface with this hardware address",
      "multinic0",
    ]);
  });
});

describe("an interface is left alone", () => {
  const refusals: [string, Partial<HostLink>, Partial<HostInterfaces>, readonly HostLink[]][] = [
    [
      "ens4 has the address 10.0.0.1/24, and lab has not given it",
      { addresses: [{ address: "10.0.0.1/24", isDynamic: false }] },
      {},
      [],
    ],
    [
      "ens4 has the address 10.0.0.1/24, and lab has not given it",
      { addresses: [{ address: "10.0.0.1/24", isDynamic: true }] },
      {},
      [],
    ],
    [
      "the route to default goes over ens4",
      { routes: [{ to: "default", via: "", metric: 0, protocol: "boot" }] },
      {},
      [],
    ],
    ["ens4 is a member of br0", { master: "br0" }, {}, []],
    ["ens4 is a bridge", { kind: "bridge" }, {}, []],
    ["ens4 is a vlan", { kind: "vlan" }, {}, []],
    [
      "ens4.7 stands on ens4",
      {},
      {},
      [link("ens4.7", "02:00:00:00:00:07", { kind: "vlan", parent: "ens4" })],
    ],
    [
      "several interfaces have this hardware address: ens4, bond0",
      {},
      {},
      [link("bond0", mac(1), { kind: "bond" })],
    ],
    ["other configuration of the host names ens4", {}, { configured: ["ens4"] }, []],
    ["other configuration of the host names ens4", {}, { configured: [mac(1)] }, []],
    ["the host has neither netplan nor wicked", {}, { backend: null }, []],
    [
      "another interface is called multinic5",
      {},
      { own: [{ name: "multinic5", mac: mac(1) }] },
      [link("multinic5", mac(6))],
    ],
  ];
  it.each(refusals)("where %s", (reason, given, state, others) => {
    expect(places([mac(1)], host([link("ens4", mac(1), given), ...others], state))).toEqual([reason]);
  });

  it("when it is the one by which the host is reached", () => {
    expect(places(["52:54:00:00:00:01"], host([]))).toEqual([
      "ens3 has the address 192.0.2.11/24, and lab has not given it",
    ]);
  });

  it("where it is asked for twice", () => {
    expect(places([mac(1), mac(1).toUpperCase()], host(cards))).toEqual([
      "multinic0",
      "it is asked for twice",
    ]);
  });

  it("also when it bears the name of one of lab's, and somebody uses it under another", () => {
    const own = [{ name: "multinic0", mac: mac(1) }];
    const used = link("ens4", mac(1), { addresses: [{ address: "10.0.0.1/24", isDynamic: false }] });
    expect(places([mac(1)], host([used], { own }))).toEqual([
      "ens4 has the address 10.0.0.1/24, and lab has not given it",
    ]);
  });
});

it("an interface of lab's own is not refused for what it was given", () => {
  const own = [{ name: "multinic0", mac: mac(1) }];
  const addresses = [{ address: "10.0.0.1/24", isDynamic: false }];
  expect(places([mac(1)], host([link("multinic0", mac(1), { addresses })], { own }))).toEqual(["multinic0"]);
});
