import type { InterfaceRoute, NodeInterface } from "../../role/role-context.ts";
import { isDirectRouter } from "./direct-router.ts";
import { networkdFolder, ownMark, ownPrefix, type RenderedFile } from "./rendered-file.ts";

type Settings = readonly (readonly [key: string, value: string | number | undefined])[];

/**
 * Files of systemd-networkd for all interfaces of a host: a .network for each, a .netdev for what is to be made, and a
 * .link for what is found by its hardware address (systemd.network(5), systemd.netdev(5), systemd.link(5)). Pure.
 */
export function networkdFiles(interfaces: readonly NodeInterface[]): RenderedFile[] {
  return interfaces.flatMap((wanted) => [
    ...linkFiles(wanted),
    ...netdevFiles(wanted),
    fileOf(wanted.name, "network", networkSections(wanted, interfaces)),
  ]);
}

/** The file by which udev gives the interface with a hardware address its name. Pure. */
export function linkFiles({ name, mac }: NodeInterface): RenderedFile[] {
  if (mac === undefined) return [];
  return [
    fileOf(name, "link", [
      section("Match", [["MACAddress", mac.toLowerCase()]]),
      section("Link", [["Name", name]]),
    ]),
  ];
}

function netdevFiles({ name, vlan, bond }: NodeInterface): RenderedFile[] {
  if (vlan) {
    const netdev = section("NetDev", [
      ["Name", name],
      ["Kind", "vlan"],
    ]);
    return [fileOf(name, "netdev", [netdev, section("VLAN", [["Id", vlan.id]])])];
  }
  if (!bond) return [];
  const netdev = section("NetDev", [
    ["Name", name],
    ["Kind", "bond"],
  ]);
  const settings = section("Bond", [
    ["Mode", bond.mode],
    ["MIIMonitorSec", `${bond.mii_monitor_interval ?? 100}ms`],
    ["LACPTransmitRate", bond.lacp_rate],
    ["TransmitHashPolicy", bond.transmit_hash_policy],
  ]);
  return [fileOf(name, "netdev", [netdev, settings])];
}

function networkSections(wanted: NodeInterface, all: readonly NodeInterface[]): string[] {
  const { name, addresses, dhcp4, dhcp6, gateway, dns = [], search = [], routes = [] } = wanted;
  const bond = all.find((one) => one.bond?.interfaces.includes(name));
  const isFar = gateway !== undefined && isDirectRouter(wanted, gateway);
  const link: Settings = [
    ["MTUBytes", wanted.mtu],
    ["RequiredForOnline", wanted.optional ? "no" : undefined],
  ];
  const network: Settings = [
    ["DHCP", dhcp4 ? (dhcp6 ? "yes" : "ipv4") : dhcp6 ? "ipv6" : "no"],
    ["LinkLocalAddressing", bond ? "no" : "ipv6"],
    ...addresses.map((address) => ["Address", address] as const),
    ["Gateway", isFar ? undefined : gateway],
    ...dns.map((server) => ["DNS", server] as const),
    ["Domains", search.length > 0 ? search.join(" ") : undefined],
    ...all.filter((one) => one.vlan?.link === name).map((one) => ["VLAN", one.name] as const),
    ["Bond", bond?.name],
    ["PrimarySlave", bond?.bond?.primary === name ? "yes" : undefined],
  ];
  return [
    section("Match", [["Name", name]]),
    ...(link.some(([, value]) => value !== undefined) ? [section("Link", link)] : []),
    section("Network", network),
    ...[...(isFar ? [{ to: "default", via: gateway }] : []), ...routes].map((route) =>
      routeSection(wanted, route),
    ),
  ];
}

function routeSection(wanted: NodeInterface, { to, via, metric }: InterfaceRoute): string {
  return section("Route", [
    ["Destination", to === "default" ? anywhere(via) : to],
    ["Gateway", via],
    ["GatewayOnLink", isDirectRouter(wanted, via) ? "yes" : undefined],
    ["Metric", metric],
  ]);
}

function anywhere(router: string): string {
  return router.includes(":") ? "::/0" : "0.0.0.0/0";
}

function section(name: string, settings: Settings): string {
  const lines = settings.flatMap(([key, value]) => (value === undefined ? [] : [`${key}=${value}\n`]));
  return `[${name}]\n${lines.join("")}`;
}

/** networkd reads them as a user of its own. */
function fileOf(
  name: string,
  kind: "link" | "netdev" | "network",
  sections: readonly string[],
): RenderedFile {
  const path = `${networkdFolder}/${ownPrefix}${name}.${kind}`;
  return { path, content: `${ownMark}\n${sections.join("\n")}`, mode: "0644" };
}
