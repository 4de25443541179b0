import type { XStatic } from "typebox/schema";

const port = { type: "integer", minimum: 1, maximum: 65535 } as const;

/** What may be said of one node, where the inventory does not say it, or says something else. */
const nodeSettings = {
  type: "object",
  additionalProperties: false,
  properties: {
    address: { type: "string", description: "Its address in the VPN: 10.99.0.7. It wins over its node_ip." },
    endpoint: {
      type: "string",
      minLength: 1,
      description:
        'Where the others send to: an address or DNS name, with :port where it is another one; "none" for a node behind NAT. Default: the address that lab connects to.',
    },
    port: { ...port, description: "UDP port that it listens on. Default: the one of all." },
    allowed_ips: {
      type: "array",
      items: { type: "string" },
      description: "Networks behind it that the others reach through it, such as its pods: [10.244.3.0/24].",
    },
  },
} as const;

/** The argument `wireguard` of the role. */
export const wireguardSettings = {
  type: "object",
  additionalProperties: false,
  required: ["network"],
  description: "A VPN of WireGuard (wg-quick) between the nodes of the cluster, by the interface lab0.",
  properties: {
    network: {
      type: "string",
      description:
        "The addresses of the VPN: 10.99.0.0/24. A node has its node_ip where that lies in it, else the one it has, else the first free one by its place in the cluster.",
    },
    topology: {
      enum: ["mesh", "hub"],
      description:
        "mesh: every node has a tunnel to every other; hub: to the hub alone, which passes on what is for others. Default: mesh.",
    },
    hub: { type: "string", description: "With `topology: hub`: the node that is the hub." },
    port: { ...port, description: "UDP port that nodes listen on. Default: 51820." },
    mtu: {
      type: "integer",
      minimum: 1280,
      maximum: 65535,
      description: "Bytes of the largest packet in the tunnel. Default: 1420, which fits a path of 1500.",
    },
    keepalive: {
      type: "integer",
      minimum: 0,
      maximum: 65535,
      description:
        "Seconds between packets of nodes behind NAT, which keep the way back to them open; 0 for none. Default: 25.",
    },
    userspace: {
      enum: ["auto", true, false],
      description:
        "Whether wireguard-go is installed, which wg-quick takes where the kernel has no WireGuard. Default: auto, which looks at the kernel.",
    },
    key_generation: {
      type: "string",
      pattern: "^[A-Za-z0-9_]{1,32}$",
      errorMessage: "must be letters, digits and _",
      description:
        "Any word; another one makes every host a new key, and removes the old one: 2026_11. Default: the first key is kept.",
    },
    nodes: {
      type: "object",
      additionalProperties: nodeSettings,
      description: "What is to be said of single nodes, by their names.",
    },
  },
} as const;

/** The settings of a VPN of WireGuard. */
export type WireguardSettings = XStatic<typeof wireguardSettings>;
