import type { Inventory } from "../inventory/inventory.ts";
import { factsSchema } from "../role/facts-schema.ts";
import { anything, type ValueSchema } from "./value-schema.ts";

const text = { type: "string" } as const;
const texts = { type: "array", items: text } as const;

const node = {
  type: "object",
  properties: {
    name: text,
    role: { type: "string", description: '"control_plane", "worker" or "etcd".' },
    address: {
      description: "The address that other nodes reach it by; null where the inventory does not tell.",
    },
    addresses: { ...texts, description: "That address, and the one of the other family in dual stack." },
    candidates: { ...texts, description: "Addresses that nothing chooses between." },
    labels: { type: "object", additionalProperties: text },
    taints: texts,
    host: { type: "string", description: "Where lab connects to." },
    interfaces: {
      type: "array",
      items: { type: "object" },
      description: "Its network interfaces, as clusters.json declares them.",
    },
  },
} as const satisfies ValueSchema;

const cluster = {
  type: "object",
  properties: {
    name: text,
    pod_cidr: text,
    service_cidr: text,
    endpoint: { type: "string", description: "Host and port of the API server." },
    bootstrap: { type: "string", description: "Name of the first control plane." },
    nodes: { type: "array", items: node, description: "In the order of clusters.json." },
  },
} as const satisfies ValueSchema;

/** Names of the variables that every host has without anyone setting them. */
export const magicNames = [
  "inventory_hostname",
  "group_names",
  "groups",
  "hostvars",
  "play_hosts",
  "cluster",
  "node",
  "facts",
] as const;

type MagicSchemas = Readonly<Record<(typeof magicNames)[number], ValueSchema>>;

const known = new WeakMap<Inventory, MagicSchemas>();

/** The form of each of them: only groups and hosts of the inventory can be named. Cost: once per inventory. */
export function magicSchemas(inventory: Inventory): MagicSchemas {
  const schemas = known.get(inventory) ?? schemasFor(inventory);
  known.set(inventory, schemas);
  return schemas;
}

function schemasFor({ groups, hosts }: Inventory): MagicSchemas {
  return {
    inventory_hostname: { type: "string", description: "Name of the host in the inventory." },
    group_names: { ...texts, description: "The groups of the host." },
    groups: { ...keyed(groups.keys(), texts), description: "Group name to the names of its hosts." },
    hostvars: { ...keyed(hosts.keys(), ofAnyHost(hosts)), description: "Host name to its variables." },
    play_hosts: { ...texts, description: "Names of the hosts of this play." },
    cluster: { ...cluster, description: "The cluster of the host." },
    node: { ...node, description: "The host as a node of its cluster." },
    facts: factsSchema,
  };
}

/** The variables that at least one host has from the inventory: what tasks set stays with the host that set it. */
function ofAnyHost(hosts: Inventory["hosts"]): ValueSchema {
  const names = new Set(Array.from(hosts.values(), ({ vars }) => Object.keys(vars)).flat());
  const { properties, ...schema } = keyed(names, anything);
  return { ...schema, properties: { ...properties, node, cluster: text } };
}

function keyed(keys: Iterable<string>, schema: ValueSchema): ValueSchema {
  const properties = Object.fromEntries(Array.from(keys, (key) => [key, schema]));
  return { type: "object", properties, mayLackKeys: true };
}
