import type { BatchSize, HostOrder } from "../playbook/compiled-play.ts";

/**
 * Splits hosts into the batches of `serial`: sizes are taken in order, and the last one holds for all further batches;
 * a share is one of all hosts, rounded down, but at least one host. Without sizes there is one batch. Pure.
 */
export function batchesOf<Host>(hosts: readonly Host[], serial: readonly BatchSize[]): Host[][] {
  const batches: Host[][] = [];
  for (let start = 0; start < hosts.length; ) {
    const size = serial[Math.min(batches.length, serial.length - 1)];
    const count = size === undefined ? hosts.length : countOf(size, hosts.length);
    batches.push(hosts.slice(start, start + count));
    start += count;
  }
  return batches;
}

function countOf(size: BatchSize, total: number): number {
  const count = size.kind === "hosts" ? size.count : Math.floor((total * size.percent) / 100);
  return count < 1 ? (size.kind === "hosts" ? total : 1) : count;
}

/** The hosts in the order in which they begin; `random` gives numbers from 0 to below 1. */
export function inOrder<Host extends { readonly host: string }>(
  hosts: readonly Host[],
  order: HostOrder,
  random: () => number,
): Host[] {
  const byName = (a: Host, b: Host): number => (a.host < b.host ? -1 : Number(a.host > b.host));
  switch (order) {
    case "inventory":
      return [...hosts];
    case "reverse_inventory":
      return hosts.toReversed();
    case "sorted":
      return hosts.toSorted(byName);
    case "reverse_sorted":
      return hosts.toSorted(byName).toReversed();
    case "shuffle":
      return shuffled(hosts, random);
  }
}

/** Fisher and Yates: each order is equally likely. */
function shuffled<Host>(hosts: readonly Host[], random: () => number): Host[] {
  const rest = [...hosts];
  const result: Host[] = [];
  while (rest.length > 0) result.push(...rest.splice(Math.floor(random() * rest.length), 1));
  return result;
}
