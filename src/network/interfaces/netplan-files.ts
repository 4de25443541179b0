import { stringify } from "yaml";
import type { NodeInterface } from "../../role/role-context.ts";
import { isDirectRouter } from "./direct-router.ts";
import { netplanFolder, ownMark, ownPrefix, type RenderedFile } from "./rendered-file.ts";

/** One file for each interface; netplan merges them with what else is there. Pure. */
export function netplanFiles(interfaces: readonly NodeInterface[]): RenderedFile[] {
  return interfaces.map((wanted) => ({
    path: `${netplanFolder}/${ownPrefix}${wanted.name}.yaml`,
    content: netplanText(wanted, interfaces),
    mode: "0600",
  }));
}

type Definitions = Partial<Record<"ethernets" | "bonds" | "vlans", Record<string, object>>>;

/** netplan's YAML for one interface, as netplan 0.104 and later read it (netplan-yaml(5)). */
function netplanText(wanted: NodeInterface, all: readonly NodeInterface[]): string {
  const definitions: Definitions = {
    [kindOf(wanted)]: { [wanted.name]: { ...kindSettings(wanted), ...addressSettings(wanted) } },
  };
  for (const base of basesOf(wanted, all)) {
    const known = definitions[kindOf(base)] ?? {};
    definitions[kindOf(base)] = { ...known, [base.name]: base.bond ? {} : kindSettings(base) };
  }
  const network = { version: 2, ...definitions };
  // YAML 1.1 is what netplan reads: it sees a number in 52:54:00:12:34:56 unless that is quoted.
  return `${ownMark}\n${stringify({ network }, { version: "1.1", lineWidth: 0 })}`;
}

/**
 * What an interface is made of, and what that is made of: netplan reads one file after the other by their names, and
 * refuses one that speaks of an interface that no file has named yet.
 */
function basesOf({ vlan, bond }: NodeInterface, all: readonly NodeInterface[]): NodeInterface[] {
  const names = [...(vlan ? [vlan.link] : []), ...(bond?.interfaces ?? [])];
  const others = (base: NodeInterface): NodeInterface[] => all.filter((one) => one !== base);
  return all.flatMap((base) => (names.includes(base.name) ? [base, ...basesOf(base, others(base))] : []));
}

function kindOf({ vlan, bond }: NodeInterface): "vlans" | "bonds" | "ethernets" {
  if (vlan) return "vlans";
  return bond ? "bonds" : "ethernets";
}

function kindSettings({ name, mac, vlan, bond }: NodeInterface): object {
  if (vlan) return { id: vlan.id, link: vlan.link };
  if (bond) {
    const parameters = {
      mode: bond.mode,
      ...(bond.primary === undefined ? {} : { primary: bond.primary }),
      "mii-monitor-interval": bond.mii_monitor_interval ?? 100,
      ...(bond.lacp_rate === undefined ? {} : { "lacp-rate": bond.lacp_rate }),
      ...(bond.transmit_hash_policy === undefined
        ? {}
        : { "transmit-hash-policy": bond.transmit_hash_policy }),
    };
    return { interfaces: [...bond.interfaces], parameters };
  }
  return mac === undefined ? {} : { match: { macaddress: mac.toLowerCase() }, "set-name": name };
}

function addressSettings(wanted: NodeInterface): object {
  const { addresses, dhcp4 = false, dhcp6 = false, gateway, routes = [], dns = [], search = [] } = wanted;
  const ways = [...(gateway === undefined ? [] : [{ to: "default", via: gateway }]), ...routes];
  const nameservers = {
    ...(dns.length > 0 ? { addresses: [...dns] } : {}),
    ...(search.length > 0 ? { search: [...search] } : {}),
  };
  return {
    dhcp4,
    dhcp6,
    ...(addresses.length > 0 ? { addresses: [...addresses] } : {}),
    ...(ways.length > 0
      ? {
          routes: ways.map((way) => ({
            ...way,
            ...(isDirectRouter(wanted, way.via) ? { "on-link": true } : {}),
          })),
        }
      : {}),
    ...(dns.length + search.length > 0 ? { nameservers } : {}),
    ...(wanted.mtu === undefined ? {} : { mtu: wanted.mtu }),
    ...(wanted.optional ? { optional: true } : {}),
  };
}
