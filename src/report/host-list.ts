const naturalOrder = new Intl.Collator("en", { numeric: true });

/** "node1, node2, node10 … and 38 more": host names, sorted as a person counts, at most `limit` of them. */
export function hostList(hosts: readonly string[], limit = 20): string {
  const sorted = hosts.toSorted(naturalOrder.compare);
  if (sorted.length <= limit) return sorted.join(", ");
  return `${sorted.slice(0, limit).join(", ")} … and ${sorted.length - limit} more`;
}

/** Where something is so: "node1", or "3 hosts: node1, node2, node3". */
export function whereText(hosts: readonly string[]): string {
  return hosts.length === 1 ? hostList(hosts) : `${hostCount(hosts.length)}: ${hostList(hosts)}`;
}

/** "1 host", "3 hosts". */
export function hostCount(count: number): string {
  return count === 1 ? "1 host" : `${count} hosts`;
}
