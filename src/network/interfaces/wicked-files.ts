import type { NodeInterface } from "../../role/role-context.ts";
import { linkFiles } from "./networkd-files.ts";
import { ownMark, type RenderedFile, wickedFolder } from "./rendered-file.ts";

type Setting = readonly [key: string, value: string | number];

/**
 * Files of wicked for all interfaces of a host: an ifcfg for each, an ifroute where it has routes (ifcfg(5), ifcfg-vlan(5),
 * ifcfg-bonding(5), ifroute(5)); names by hardware address are udev's. Pure.
 */
export function wickedFiles(interfaces: readonly NodeInterface[]): RenderedFile[] {
  return interfaces.flatMap((wanted) => {
    const routes = routeLines(wanted);
    return [
      ...linkFiles(wanted),
      fileOf(
        "ifcfg",
        wanted,
        settingsOf(wanted, interfaces).map(([key, value]) => `${key}='${value}'`),
      ),
      ...(routes.length > 0 ? [fileOf("ifroute", wanted, routes)] : []),
    ];
  });
}

function settingsOf(wanted: NodeInterface, all: readonly NodeInterface[]): Setting[] {
  const { name, addresses, vlan, mtu } = wanted;
  const mtus: Setting[] = mtu === undefined ? [] : [["MTU", mtu]];
  const isMember = all.some((one) => one.bond?.interfaces.includes(name));
  if (isMember) return [["STARTMODE", "hotplug"], ["BOOTPROTO", "none"], ...mtus];
  const vlans: Setting[] = vlan
    ? [
        ["ETHERDEVICE", vlan.link],
        ["VLAN_ID", vlan.id],
      ]
    : [];
  return [
    ["STARTMODE", wanted.optional ? "hotplug" : "auto"],
    ["BOOTPROTO", protocolOf(wanted)],
    ...addresses.map((address, index): Setting => [`IPADDR_${index}`, address]),
    ...mtus,
    ...vlans,
    ...bondSettings(wanted),
  ];
}

/** Addresses of one's own come on top of those that DHCP brings. */
function protocolOf({ dhcp4, dhcp6 }: NodeInterface): string {
  if (dhcp4) return dhcp6 ? "dhcp" : "dhcp4";
  return dhcp6 ? "dhcp6" : "static";
}

function bondSettings({ bond }: NodeInterface): Setting[] {
  if (!bond) return [];
  const options = [
    `mode=${bond.mode}`,
    `miimon=${bond.mii_monitor_interval ?? 100}`,
    ...(bond.primary === undefined ? [] : [`primary=${bond.primary}`]),
    ...(bond.lacp_rate === undefined ? [] : [`lacp_rate=${bond.lacp_rate}`]),
    ...(bond.transmit_hash_policy === undefined ? [] : [`xmit_hash_policy=${bond.transmit_hash_policy}`]),
  ];
  return [
    ["BONDING_MASTER", "yes"],
    ...bond.interfaces.map((name, index): Setting => [`BONDING_SLAVE_${index}`, name]),
    ["BONDING_MODULE_OPTS", options.join(" ")],
  ];
}

/** Destination, gateway, netmask (left out), interface, options. */
function routeLines({ name, gateway, routes = [] }: NodeInterface): string[] {
  const ways = [...(gateway === undefined ? [] : [{ to: "default", via: gateway }]), ...routes];
  return ways.map((way) => {
    const metric = "metric" in way && way.metric !== undefined ? ` metric ${way.metric}` : "";
    return `${way.to} ${way.via} - ${name}${metric}`;
  });
}

function fileOf(kind: "ifcfg" | "ifroute", { name }: NodeInterface, lines: readonly string[]): RenderedFile {
  const path = `${wickedFolder}/${kind}-${name}`;
  return { path, content: `${[ownMark, ...lines].join("\n")}\n`, mode: "0644" };
}
