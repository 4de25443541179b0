import type { XStatic } from "typebox/schema";

const interfaceName = {
  type: "string",
  pattern: "^[A-Za-z0-9_][A-Za-z0-9_.-]{0,14}$",
  errorMessage: "must be an interface name: at most 15 letters, digits, dots, - and _",
} as const;

const routeSchema = {
  type: "object",
  additionalProperties: false,
  required: ["to", "via"],
  properties: {
    to: { type: "string", description: "A network, 10.20.0.0/16, or default." },
    via: { type: "string", description: "Address of the router." },
    metric: {
      type: "integer",
      minimum: 0,
      maximum: 4294967295,
      description: "Of routes to one network, the one with the lowest metric is used.",
    },
  },
} as const;

const bondSchema = {
  type: "object",
  additionalProperties: false,
  required: ["mode", "interfaces"],
  description: "Makes the interface: one out of several.",
  properties: {
    mode: {
      enum: [
        "balance-rr",
        "active-backup",
        "balance-xor",
        "broadcast",
        "802.3ad",
        "balance-tlb",
        "balance-alb",
      ],
      description: "How its members share the traffic.",
    },
    interfaces: {
      type: "array",
      minItems: 1,
      uniqueItems: true,
      items: interfaceName,
      description: "Its members, which have no addresses themselves.",
    },
    primary: { ...interfaceName, description: "The member that active-backup prefers." },
    mii_monitor_interval: {
      type: "integer",
      minimum: 0,
      description: "How often the links of members are looked at, in milliseconds. Default: 100.",
    },
    lacp_rate: {
      enum: ["slow", "fast"],
      description: "How often 802.3ad asks for its partner's state.",
    },
    transmit_hash_policy: {
      enum: ["layer2", "layer3+4", "layer2+3", "encap2+3", "encap3+4"],
      description: "What decides which member a packet takes.",
    },
  },
} as const;

const vlanSchema = {
  type: "object",
  additionalProperties: false,
  required: ["id", "link"],
  description: "Makes the interface: a VLAN on another one.",
  properties: {
    id: { type: "integer", minimum: 1, maximum: 4094, description: "Number of the VLAN." },
    link: { ...interfaceName, description: "The interface that carries it, one of the same node." },
  },
} as const;

/** A network interface of a node. */
export const interfaceSchema = {
  type: "object",
  additionalProperties: false,
  required: ["name"],
  properties: {
    name: { ...interfaceName, description: "Name of the interface on the host: ens33." },
    addresses: {
      type: "array",
      description: "Addresses with prefix length: 192.168.5.11/24.",
      items: { type: "string" },
    },
    dhcp4: { type: "boolean", description: "Asks for an IPv4 address. Default: false." },
    dhcp6: { type: "boolean", description: "Asks for an IPv6 address. Default: false." },
    mac: {
      type: "string",
      description: "Hardware address, 52:54:00:12:34:56: finds the interface, which then gets this name.",
    },
    gateway: { type: "string", description: "Default gateway on this interface." },
    routes: { type: "array", description: "Further routes.", items: routeSchema },
    dns: { type: "array", description: "Name servers.", items: { type: "string" } },
    search: {
      type: "array",
      description: "Domains that short names are looked up in.",
      items: { type: "string" },
    },
    mtu: { type: "integer", description: "Largest packet, in bytes.", minimum: 576, maximum: 65535 },
    optional: {
      type: "boolean",
      description: "The host starts without waiting for it, and it may be missing. Default: false.",
    },
    vlan: vlanSchema,
    bond: bondSchema,
  },
} as const;

/** An interface as the file declares it. */
export type InterfaceDeclaration = XStatic<typeof interfaceSchema>;
