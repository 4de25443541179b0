import type { Inventory, InventoryHost, SourcedValue } from "../inventory/inventory.ts";
import type { CompiledPlay } from "./compiled-play.ts";
import { clusterView, nodeView } from "./role-view.ts";
import { Scope, unknownResult } from "./scope.ts";

/**
 * The variables of a host before anything is known of it: what the inventory says, then the play's vars, then -e,
 * each overriding the one before; and the variables that every host has.
 */
export function hostScope(host: InventoryHost, play: CompiledPlay, inventory: Inventory): Scope {
  const written = new Map<string, SourcedValue>([...Object.entries(host.vars), ...Object.entries(play.vars)]);
  const cluster = clusterView(host.cluster, inventory);
  const data = new Map<string, unknown>([
    ["inventory_hostname", host.name],
    ["group_names", host.groups.filter((group) => group !== "all")],
    ["groups", groupsOf(inventory)],
    [
      "cluster",
      {
        name: cluster.name,
        pod_cidr: cluster.podCidr,
        service_cidr: cluster.serviceCidr,
        bootstrap: cluster.bootstrap,
        nodes: cluster.nodes,
      },
    ],
    ["node", nodeView(host)],
    ["hostvars", hostVars(inventory)],
    ["facts", { unknown: true, waitsFor: "the facts of the host" }],
    ...Object.entries(play.registers).map(([name, task]) => [name, unknownResult(task)] as const),
  ]);
  // `hosts: "{{ node }}"` with -e node=NAME: whoever gives it means the name, in the whole play.
  if ("node" in play.vars) data.delete("node");
  return new Scope(written, data);
}

const groups = new WeakMap<Inventory, Readonly<Record<string, readonly string[]>>>();

function groupsOf(inventory: Inventory): Readonly<Record<string, readonly string[]>> {
  const known = groups.get(inventory) ?? Object.fromEntries(inventory.groups);
  groups.set(inventory, known);
  return known;
}

/** Variables of every host, each rendered when it is read. */
function hostVars(inventory: Inventory): object {
  const all = {};
  for (const [name, host] of inventory.hosts) {
    Object.defineProperty(all, name, {
      enumerable: true,
      get: () => {
        const written = new Map(Object.entries(host.vars));
        const scope = new Scope(written, new Map([["inventory_hostname", host.name]]));
        const values = scope.names.map((key) => [key, scope.lookUp(key)]);
        return { ...Object.fromEntries(values), node: nodeView(host), cluster: host.cluster };
      },
    });
  }
  return all;
}
