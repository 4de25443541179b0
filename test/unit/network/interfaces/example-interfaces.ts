import type { KernelLink, KernelState } from "../../../../src/network/interfaces/kernel-state.ts";
import type { NodeInterface } from "../../../../src/role/role-context.ts";

/** One of each kind, with everything that can be said of it. */
export const exampleInterfaces: readonly NodeInterface[] = [
  {
    name: "ens33",
    mac: "52:54:00:12:34:56",
    addresses: ["192.168.5.11/24", "fd00:5::11/64"],
    gateway: "192.168.5.2",
    dns: ["8.8.8.8", "8.8.4.4"],
    search: ["lab.example", "example.org"],
    routes: [
      { to: "10.20.0.0/16", via: "192.168.5.3", metric: 50 },
      { to: "default", via: "fd00:5::1", metric: 100 },
    ],
  },
  { name: "ens37", addresses: ["172.100.100.2/24"], mtu: 1400, optional: true },
  { name: "ens38", mac: "52:54:00:12:34:58", addresses: [] },
  { name: "ens39", addresses: [], mtu: 9000 },
  {
    name: "bond0",
    addresses: ["10.8.0.1/24"],
    mtu: 9000,
    bond: { mode: "active-backup", interfaces: ["ens38", "ens39"], primary: "ens38" },
  },
  {
    name: "bond1",
    addresses: [],
    bond: {
      mode: "802.3ad",
      interfaces: ["ens41"],
      mii_monitor_interval: 50,
      lacp_rate: "fast",
      transmit_hash_policy: "layer3+4",
    },
  },
  { name: "ens41", addresses: [] },
  { name: "bond0.20", addresses: ["10.20.0.1/16"], vlan: { id: 20, link: "bond0" } },
  { name: "ens40", addresses: [], dhcp4: true, dhcp6: true },
  { name: "ens42", addresses: ["203.0.113.7/32"], routes: [{ to: "10.30.0.0/16", via: "203.0.113.1" }] },
];

/** The same, without what wicked knows only for a whole host. */
export const withoutNameServers = exampleInterfaces.map(({ dns: _, search: __, ...rest }) => rest);

/** An interface that is up and has nothing. */
export function bareLink(name: string, mac: string, more: Partial<KernelLink> = {}): KernelLink {
  const bare = { mtu: 1500, isUp: true, hasCarrier: true, parent: null, addresses: [], routes: [] };
  return { name, mac, ...bare, ...more };
}

/** A host of two interfaces that a person has given addresses to. */
export const handmade: KernelState = {
  isNetworkdActive: false,
  links: [
    bareLink("eth0", "52:54:00:12:34:56", {
      addresses: [
        {
          address: "192.168.5.11/24",
          spec: "192.168.5.11/24 brd 192.168.5.255 scope global",
          isDynamic: false,
        },
        { address: "192.168.5.90/32", spec: "192.168.5.90/32 scope global", isDynamic: false },
      ],
      routes: [
        {
          family: 4,
          to: "default",
          via: "192.168.5.2",
          metric: null,
          protocol: null,
          spec: "default via 192.168.5.2",
        },
        {
          family: 4,
          to: "192.168.5.0/24",
          via: null,
          metric: null,
          protocol: "kernel",
          spec: "192.168.5.0/24 proto kernel scope link src 192.168.5.11",
        },
      ],
    }),
    bareLink("ens37", "52:54:00:12:34:57", {
      addresses: [
        { address: "172.100.100.9/24", spec: "172.100.100.9/24 scope global", isDynamic: false },
        { address: "172.100.100.77/24", spec: "172.100.100.77/24 scope global", isDynamic: true },
      ],
    }),
  ],
};
