import { stringify } from "yaml";
import type { Backend } from "./host-state.ts";
import { namePrefix } from "./place-interfaces.ts";
import type { SoundInterface } from "./wanted-interface.ts";

/** A file that is about one extra interface alone. */
export interface InterfaceFile {
  readonly path: string;
  readonly text: string;
  /** Four octal digits. */
  readonly mode: string;
}

const mark = "# Managed by lab (multinic): changes made here are overwritten.";

/**
 * The files that bring an interface up at boot, the one by which lab knows it first: netplan-yaml(5) of netplan 0.104 and
 * later; ifcfg(5), ifroute(5) and, for the name, systemd.link(5) with wicked. Pure.
 */
export function interfaceFiles(backend: Backend, name: string, wanted: SoundInterface): InterfaceFile[] {
  return backend === "netplan" ? [netplanFile(name, wanted)] : wickedFiles(name, wanted);
}

function netplanFile(name: string, { mac, mtu, addresses, routes }: SoundInterface): InterfaceFile {
  const definition = {
    match: { macaddress: mac },
    "set-name": name,
    dhcp4: false,
    // An extra interface that is gone does not hold up the start of the host.
    optional: true,
    mtu,
    ...(addresses.length > 0 ? { addresses: [...addresses] } : {}),
    ...(routes.length > 0 ? { routes: routes.map((route) => routeSettings(route)) } : {}),
  };
  const network = { version: 2, ethernets: { [name]: definition } };
  // netplan reads YAML 1.1, where 52:54:00:12:34:56 is a number unless it is quoted.
  const text = `${mark}\n${stringify({ network }, { version: "1.1", lineWidth: 0 })}`;
  return { path: `/etc/netplan/9${numberOf(name)}-${name}.yaml`, text, mode: "0600" };
}

/** Without a router the network is on the interface itself. */
function routeSettings({ to, via, metric }: SoundInterface["routes"][number]): object {
  return {
    to,
    ...(via === undefined ? { scope: "link" } : { via }),
    ...(metric === undefined ? {} : { metric }),
  };
}

function wickedFiles(name: string, { mac, mtu, addresses, routes }: SoundInterface): InterfaceFile[] {
  const settings = [
    "STARTMODE='hotplug'",
    `BOOTPROTO='${addresses.length > 0 ? "static" : "none"}'`,
    `MTU='${mtu}'`,
    ...addresses.map((address, index) => `IPADDR_${index}='${address}'`),
  ];
  const lines = routes.map(({ to, via = "-", metric }) =>
    [to, via, "-", name, ...(metric === undefined ? [] : ["metric", metric])].join(" "),
  );
  const folder = "/etc/sysconfig/network";
  const file = (path: string, text: readonly string[]): InterfaceFile => ({
    path,
    text: `${[mark, ...text].join("\n")}\n`,
    mode: "0644",
  });
  return [
    { ...file(`${folder}/ifcfg-${name}`, [`# Hardware address: ${mac}`, ...settings]), mode: "0600" },
    file(`/etc/systemd/network/9${numberOf(name)}-${name}.link`, [
      "[Match]",
      `MACAddress=${mac}`,
      "",
      "[Link]",
      `Name=${name}`,
    ]),
    file(`${folder}/ifroute-${name}`, lines),
  ];
}

function numberOf(name: string): string {
  return name.slice(namePrefix.length);
}
