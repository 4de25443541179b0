import type { Inventory, SourcedValue } from "../inventory/inventory.ts";

/** The values that a variable may have before the run, one per place that sets it; none where it is not a user's. */
export type VariableLookUp = (name: string) => readonly SourcedValue[];

/** The look-up for the hosts of a play: its own variables, which win, else those of its hosts. */
export function variablesOf(
  vars: Readonly<Record<string, SourcedValue>>,
  hosts: readonly string[],
  inventory: Inventory,
): VariableLookUp {
  const known = new Map<string, readonly SourcedValue[]>();
  return (name) => {
    const own = Object.hasOwn(vars, name) ? vars[name] : undefined;
    const found = known.get(name) ?? (own ? [own] : ofHosts(name, hosts, inventory));
    known.set(name, found);
    return found;
  };
}

/** Hosts that have a variable from one place share its value. */
function ofHosts(name: string, hosts: readonly string[], inventory: Inventory): SourcedValue[] {
  const byPlace = new Map<string, SourcedValue>();
  for (const host of hosts) {
    const value = inventory.hosts.get(host)?.vars[name];
    if (value) byPlace.set(`${value.location.file}:${value.location.line}:${value.location.column}`, value);
  }
  return [...byPlace.values()];
}
