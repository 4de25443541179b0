import type { RoleCluster, RoleNode } from "../../role/role-context.ts";
import { type PodNetwork, podNetworks } from "./cni-rules.ts";
import { deriveRules } from "./derive-rules.ts";
import type { FirewallGoal } from "./firewall-plan.ts";
import type { FirewallSettings, WireguardPorts } from "./firewall-settings.ts";
import type { VpnSettings } from "./vpn-rules.ts";

/** What is said of a host's networks, as variables have it. */
export interface FirewallInputs {
  readonly settings: FirewallSettings;
  readonly cni: PodNetwork;
  readonly vpn: VpnSettings["kind"];
  readonly wireguard: WireguardPorts;
}

/** What a host's firewall is to be. Pure. Throws InputError where the inventory or the settings do not say enough. */
export function firewallGoal(
  host: RoleNode,
  cluster: RoleCluster,
  { settings, cni, vpn, wireguard }: FirewallInputs,
): FirewallGoal {
  const { kind = "auto", state = "present", rules = [], ssh_port, ssh_from, node_ports } = settings;
  return {
    kind,
    state,
    rules:
      state === "absent"
        ? []
        : deriveRules(host, cluster, {
            cni,
            vpn: { kind: vpn, ...vpnPort(vpn, host, settings, wireguard) },
            rules,
            ...(node_ports === undefined ? {} : { nodePorts: node_ports }),
          }),
    podNetworks: host.role === "etcd" ? [] : podNetworks(cluster),
    ssh: {
      ...(ssh_port === undefined ? {} : { port: ssh_port }),
      ...(ssh_from === undefined ? {} : { from: ssh_from }),
    },
  };
}

function vpnPort(
  vpn: VpnSettings["kind"],
  { name }: RoleNode,
  { vpn_port }: FirewallSettings,
  { port, nodes = {} }: WireguardPorts,
): Pick<VpnSettings, "port"> {
  const own = vpn === "wireguard" ? (nodes[name]?.port ?? port) : undefined;
  const known = vpn_port ?? own;
  return known === undefined ? {} : { port: known };
}
