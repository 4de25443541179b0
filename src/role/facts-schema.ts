import type { XStatic } from "typebox/schema";

const text = { type: "string" } as const;
const texts = { type: "array", items: text } as const;

/** What every play may ask about a host, as `facts` in templates and expressions. */
export const factsSchema = {
  type: "object",
  required: [
    "hostname",
    "os",
    "kernel",
    "machine",
    "architecture",
    "cpus",
    "memory",
    "systemd",
    "container",
    "interfaces",
    "default_route",
  ],
  properties: {
    hostname: { type: "string", description: "The kernel's host name." },
    os: {
      type: "object",
      description: "The distribution, as os-release(5) has it.",
      required: ["id", "version", "codename", "family", "name"],
      properties: {
        id: { type: "string", description: 'ID: "debian", "ubuntu", "rocky".' },
        version: { type: "string", description: '"12", "24.04"; empty for a rolling release.' },
        codename: { type: "string", description: '"bookworm", "noble"; empty where it has none.' },
        family: { ...texts, description: 'ID and ID_LIKE: `"debian" in facts.os.family`.' },
        name: { type: "string", description: '"Debian GNU/Linux 12 (bookworm)".' },
      },
    },
    kernel: { type: "string", description: 'Release of the running kernel: "6.1.0-18-amd64".' },
    machine: { type: "string", description: 'As uname -m says: "x86_64", "aarch64".' },
    architecture: { type: "string", description: 'As Go and Debian say: "amd64", "arm64".' },
    cpus: { type: "integer", description: "Number of processors." },
    memory: { type: "integer", description: "MiB." },
    systemd: { type: "boolean", description: "Whether PID 1 is systemd." },
    container: { type: "string", description: '"docker", "lxc", …; empty on a machine of its own.' },
    interfaces: {
      type: "object",
      description: "Interface name to its addresses with prefix length, loopback left out.",
      additionalProperties: {
        type: "object",
        required: ["mac", "addresses"],
        properties: { mac: text, addresses: texts },
      },
    },
    default_route: {
      type: "object",
      description: "Of IPv4: interface, gateway and source address; empty texts where there is none.",
      required: ["interface", "gateway", "address"],
      properties: { interface: text, gateway: text, address: text },
    },
  },
} as const;

/** What every play may ask about a host. */
export type SystemFacts = XStatic<typeof factsSchema>;
