import { firewallGoal } from "../../src/network/firewall/firewall-goal.ts";
import { firewallModule as firewall } from "../../src/network/firewall/firewall-module.ts";
import { settingsSchema, wireguardSchema } from "../../src/network/firewall/firewall-settings.ts";
import type { SshSettings } from "../../src/network/firewall/ssh-rule.ts";
import { packageModule } from "../../src/resources/package.ts";
import { defineRole, type RoleTask, task } from "../../src/role/role.ts";

export default defineRole({
  name: "firewall",
  summary:
    "Opens what a host needs, and nothing else, in whichever firewall it has; takes itself back where it locks out.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      settings: settingsSchema,
      cni: {
        enum: ["bridge", "flannel", "calico", "cilium", "none"],
        description: "The pod network, whose packets are let in. Default: none.",
      },
      vpn: {
        enum: ["tailscale", "wireguard", "openvpn", "none"],
        description: "The VPN by which nodes reach each other. Default: none.",
      },
      wireguard: wireguardSchema,
    },
  },
  tasks({ args, host, cluster }) {
    const { settings = {}, cni = "none", vpn = "none", wireguard = {} } = args;
    const goal = firewallGoal(host, cluster, { settings, cni, vpn, wireguard });
    return [
      ...installation(goal.state === "present" ? goal.kind : "auto"),
      task("Keep the firewall's rules", firewall, {
        kind: goal.kind,
        state: goal.state,
        rules: goal.rules.map((rule) => ({ ...rule, ports: [...rule.ports], from: [...rule.from] })),
        pod_networks: [...goal.podNetworks],
        ssh: sshOf(goal.ssh),
      }),
    ];
  },
});

function sshOf({ from, ...ssh }: SshSettings): { port?: number; from?: string[] } {
  return { ...ssh, ...(from === undefined ? {} : { from: [...from] }) };
}

/**
 * A kind that is named is installed where that changes nothing yet. firewalld is not: its package starts it, with zones
 * that know nothing of this connection.
 */
function installation(kind: string): RoleTask[] {
  if (kind === "auto" || kind === "firewalld") return [];
  return [task(`Install ${kind}`, packageModule, { name: kind, install_recommends: false })];
}
