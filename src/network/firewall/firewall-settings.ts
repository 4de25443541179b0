import type { XStatic } from "typebox/schema";

const port = {
  anyOf: [
    { type: "integer", minimum: 1, maximum: 65535 },
    { type: "string", pattern: "^\\d+(-\\d+)?$", errorMessage: 'must be a port, or a range: "8000-8010"' },
  ],
} as const;
const networks = { type: "array", items: { type: "string" } } as const;

/** What group_vars keep below `firewall`. */
export const settingsSchema = {
  type: "object",
  additionalProperties: false,
  description: "What the firewall is to be like.",
  properties: {
    kind: {
      enum: ["auto", "ufw", "firewalld", "nftables", "iptables"],
      description:
        "Which firewall: the one that is active, or this one, which is then made active. Default: auto.",
    },
    state: {
      enum: ["present", "absent"],
      description: "`absent` takes all rules of lab's away. Default: present.",
    },
    rules: {
      type: "array",
      description: "Rules of your own, beside those that follow from what the host is.",
      items: {
        type: "object",
        additionalProperties: false,
        properties: {
          port: { ...port, description: 'A port, or a range: "8000-8010".' },
          ports: { type: "array", maxItems: 7, items: port, description: "Several of them." },
          protocol: {
            enum: ["tcp", "udp", "any"],
            description: "Default: tcp where there are ports, else any.",
          },
          from: {
            anyOf: [{ type: "string" }, networks],
            description: "Addresses or networks. Default: everywhere.",
          },
          comment: { type: "string", description: "What it is for." },
        },
      },
    },
    ssh_port: {
      type: "integer",
      minimum: 1,
      maximum: 65535,
      description: "On which sshd listens. Default: the port of lab's connection, and those that sshd says.",
    },
    ssh_from: {
      ...networks,
      description:
        "From where SSH is let in. Default: from everywhere. A list without the control machine is taken back by the host.",
    },
    node_ports: {
      type: "string",
      pattern: "^\\d+-\\d+$",
      description: "The range of NodePorts. Default: 30000-32767.",
    },
    vpn_port: {
      type: "integer",
      minimum: 1,
      maximum: 65535,
      description:
        "UDP port of the VPN. Default: 41641 of Tailscale; of WireGuard the one in its own settings, else 51820.",
    },
  },
} as const;

/** What the firewall is to be like. */
export type FirewallSettings = XStatic<typeof settingsSchema>;

/** What the firewall needs of the settings of WireGuard; all else is left to the role vpn. */
export const wireguardSchema = {
  type: "object",
  description: "The settings of WireGuard, as the role vpn takes them; only ports are read.",
  properties: {
    port: { type: "integer" },
    nodes: {
      type: "object",
      additionalProperties: { type: "object", properties: { port: { type: "integer" } } },
    },
  },
} as const;

/** What the firewall needs of the settings of WireGuard. */
export type WireguardPorts = XStatic<typeof wireguardSchema>;
