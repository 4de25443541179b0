import { describe, expect, it } from "vitest";
import { parseKernelState } from "../../../../src/network/interfaces/kernel-state.ts";

/** Recorded on Debian 12 with iproute2 6.1, but for the bond and the VLAN, which are in the notation of ip-link(8). */
const recorded = `link 1: lo: <LOOPBACK,UP,LOWER_UP> mtu 65536 qdisc noqueue state UNKNOWN mode DEFAULT group default qlen 1000\\    link/loopback 00:00:00:00:00:00 brd 00:00:00:00:00:00
link 6193: eth0@if6194: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default \\    link/ether 02:42:c0:a8:60:02 brd ff:ff:ff:ff:ff:ff link-netnsid 0
link 6196: lan0: <BROADCAST,MULTICAST> mtu 1400 qdisc noqueue state DOWN mode DEFAULT group default \\    link/ether 02:42:0a:e7:07:05 brd ff:ff:ff:ff:ff:ff link-netnsid 0
link 7: ens38: <BROADCAST,MULTICAST,SLAVE,UP,LOWER_UP> mtu 1500 qdisc fq_codel master bond0 state UP mode DEFAULT group default qlen 1000\\    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff permaddr 52:54:00:00:00:38
link 8: bond0.20@bond0: <BROADCAST,MULTICAST,UP,LOWER_UP> mtu 1500 qdisc noqueue state UP mode DEFAULT group default qlen 1000\\    link/ether 52:54:00:00:00:01 brd ff:ff:ff:ff:ff:ff
addr 1: lo    inet 127.0.0.1/8 scope host lo\\       valid_lft forever preferred_lft forever
addr 6193: eth0    inet 192.168.96.2/20 brd 192.168.111.255 scope global eth0\\       valid_lft forever preferred_lft forever
addr 6193: eth0    inet 192.168.96.70/20 metric 100 brd 192.168.111.255 scope global secondary dynamic eth0\\       valid_lft 3600sec preferred_lft 3600sec
addr 6193: eth0    inet6 fd00:7::77/64 scope global tentative \\       valid_lft forever preferred_lft forever
addr 6193: eth0    inet6 2001:db8::1/64 scope global dynamic mngtmpaddr noprefixroute \\       valid_lft 86399sec preferred_lft 14399sec
addr 6193: eth0    inet6 fe80::42:aff:fee7:705/64 scope link \\       valid_lft forever preferred_lft forever
4 default via 192.168.96.1 dev eth0 
4 10.99.0.0/16 via 10.231.7.1 dev lan0 proto static metric 50 linkdown 
4 192.168.96.0/20 dev eth0 proto kernel scope link src 192.168.96.2 
6 fd00:7::/64 dev eth0 proto kernel metric 256 pref medium
6 default via fe80::1 dev eth0 proto ra metric 1024 expires 1794sec hoplimit 64 pref medium
networkd
`;

describe("the kernel's interfaces", () => {
  const { links, isNetworkdActive } = parseKernelState(recorded);
  const named = (name: string) => links.find((link) => link.name === name);

  it("are all but the loopback, with their own hardware addresses", () => {
    expect(isNetworkdActive).toBe(true);
    expect(links.map(({ name, mac, parent, mtu, isUp }) => [name, mac, parent, mtu, isUp])).toEqual([
      ["eth0", "02:42:c0:a8:60:02", null, 1500, true],
      ["lan0", "02:42:0a:e7:07:05", null, 1400, false],
      ["ens38", "52:54:00:00:00:38", null, 1500, true],
      ["bond0.20", "52:54:00:00:00:01", "bond0", 1500, true],
    ]);
  });

  it("have addresses that can be given again, and others", () => {
    expect(named("eth0")?.addresses).toEqual([
      {
        address: "192.168.96.2/20",
        spec: "192.168.96.2/20 brd 192.168.111.255 scope global",
        isDynamic: false,
      },
      {
        address: "192.168.96.70/20",
        spec: "192.168.96.70/20 brd 192.168.111.255 scope global",
        isDynamic: true,
      },
      { address: "fd00:7::77/64", spec: "fd00:7::77/64 scope global", isDynamic: false },
      { address: "2001:db8::1/64", spec: "2001:db8::1/64 scope global", isDynamic: true },
    ]);
  });

  it("have routes, in words that ip takes", () => {
    expect(named("lan0")?.routes).toEqual([
      {
        family: 4,
        to: "10.99.0.0/16",
        via: "10.231.7.1",
        metric: 50,
        protocol: "static",
        spec: "10.99.0.0/16 via 10.231.7.1 proto static metric 50",
      },
    ]);
    expect(named("eth0")?.routes.map(({ to, spec }) => [to, spec])).toEqual([
      ["default", "default via 192.168.96.1"],
      ["192.168.96.0/20", "192.168.96.0/20 proto kernel scope link src 192.168.96.2"],
      ["fd00:7::/64", "fd00:7::/64 proto kernel metric 256 pref medium"],
      ["default", "default via fe80::1 proto ra metric 1024 hoplimit 64 pref medium"],
    ]);
  });
});
