import type { Inventory, InventoryHost, SourcedValue } from "../inventory/inventory.ts";
import type { RoleCluster } from "../role/role-context.ts";
import type { CompiledPlay } from "./compiled-play.ts";
import { clusterView, nodeView } from "./role-view.ts";
import { Scope, type Unknown, unknownResult } from "./scope.ts";

/**
 * The variables of a host before anything is known of it: what the inventory says, then the play's vars, then -e,
 * each overriding the one before; and the variables that every host has.
 */
export function hostScope(
  host: InventoryHost,
  play: Pick<CompiledPlay, "vars" | "hosts" | "results" | "unanswered">,
  inventory: Inventory,
  onRead: ((name: string) => void) | null = null,
): Scope {
  const data = new Map([
    ...builtIn(host, inventory),
    ["play_hosts", play.hosts] as const,
    ...Object.entries(play.results).map(([name, { task }]) => [name, resultOf(task)] as const),
    ...play.unanswered.map((name) => [name, unanswered] as const),
  ]);
  // `hosts: "{{ node }}"` with -e node=NAME: whoever gives it means the name, in the whole play.
  if ("node" in play.vars) data.delete("node");
  return new Scope(writtenFor(host), data, onRead).withWritten(play.vars);
}

const written = new WeakMap<InventoryHost, ReadonlyMap<string, SourcedValue>>();

function writtenFor(host: InventoryHost): ReadonlyMap<string, SourcedValue> {
  const known = written.get(host) ?? new Map(Object.entries(host.vars));
  written.set(host, known);
  return known;
}

const unanswered: Unknown = { unknown: true, waitsFor: "the answer to its prompt", isPrompt: true };

/** The variables that every host has without anyone setting them. */
function builtIn(host: InventoryHost, inventory: Inventory): (readonly [string, unknown])[] {
  return [
    ["inventory_hostname", host.name],
    ["group_names", shared(host.groups.filter((group) => group !== "all"))],
    ["groups", groupsOf(inventory)],
    ["cluster", clusterVariable(clusterView(host.cluster, inventory))],
    ["node", nodeView(host)],
    ["hostvars", hostVars(inventory)],
    ["facts", unknownFacts],
    ["failed_task", unknownFailure],
    ["failed_result", unknownFailure],
  ];
}

/** Set in a rescue. */
const unknownFailure: Unknown = { unknown: true, waitsFor: "the failure that a rescue is for" };
const unknownFacts: Unknown = { unknown: true, waitsFor: "the facts of the host" };

// What is the same for several hosts is one and the same object, so that what follows from it is worked out once.
const clusterVariables = new WeakMap<RoleCluster, object>();
const groupLists = new Map<string, readonly string[]>();
const results = new Map<string, Unknown>();

function clusterVariable(cluster: RoleCluster): object {
  const known = clusterVariables.get(cluster) ?? {
    name: cluster.name,
    pod_cidr: cluster.podCidr,
    service_cidr: cluster.serviceCidr,
    endpoint: cluster.endpoint,
    bootstrap: cluster.bootstrap,
    nodes: cluster.nodes,
  };
  clusterVariables.set(cluster, known);
  return known;
}

function shared(names: readonly string[]): readonly string[] {
  const key = names.join();
  const known = groupLists.get(key) ?? names;
  groupLists.set(key, known);
  return known;
}

function resultOf(task: string): Unknown {
  const known = results.get(task) ?? unknownResult(task);
  results.set(task, known);
  return known;
}

const groups = new WeakMap<Inventory, Readonly<Record<string, readonly string[]>>>();

function groupsOf(inventory: Inventory): Readonly<Record<string, readonly string[]>> {
  const known = groups.get(inventory) ?? Object.fromEntries(inventory.groups);
  groups.set(inventory, known);
  return known;
}

const hostvars = new WeakMap<Inventory, object>();

/** The variables of every host by its name; each is rendered when it is read, so that one mistake is not everybody's. */
function hostVars(inventory: Inventory): object {
  const known = hostvars.get(inventory);
  if (known) return known;
  const all = {};
  hostvars.set(inventory, all);
  for (const host of inventory.hosts.values()) {
    Object.defineProperty(all, host.name, { enumerable: true, get: () => varsOf(host, inventory) });
  }
  return all;
}

function varsOf(host: InventoryHost, inventory: Inventory): object {
  const own: Record<string, unknown> = { node: nodeView(host), cluster: host.cluster };
  const scope = new Scope(new Map(Object.entries(host.vars)), new Map(builtIn(host, inventory)));
  for (const name of Object.keys(host.vars)) {
    Object.defineProperty(own, name, { enumerable: true, get: () => scope.lookUp(name) });
  }
  return own;
}
