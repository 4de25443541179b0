/** The counters that lab and Ansible print for one host at the end: "node1 : ok=25 changed=0 …". */
export interface HostCounters {
  readonly host: string;
  readonly counters: ReadonlyMap<string, number>;
}

/** Finds the recap in an output. */
export function parseRecap(output: string): HostCounters[] {
  return [...output.matchAll(/^(\S+)\s+: (ok=.*)$/gm)].map(([, host = "", counters = ""]) => ({
    host,
    counters: new Map([...counters.matchAll(/(\w+)=(\d+)/g)].map(([, name = "", n]) => [name, Number(n)])),
  }));
}

/**
 * Throws an Error unless the recap names this many hosts, and each of them was found to be as asked for in all
 * respects: a run that changed, skipped or lost something has done another job.
 */
export function checkNothingChanged(output: string, hosts: number, resources: number): void {
  const recap = parseRecap(output);
  if (recap.length !== hosts) throw new Error(`the recap is about ${recap.length} hosts instead of ${hosts}`);
  for (const { host, counters } of recap) {
    const others = ["changed", "failed", "skipped", "unreachable"].filter((name) => counters.get(name) !== 0);
    if (counters.get("ok") === resources && others.length === 0) continue;
    const said = [...counters].map(([name, value]) => `${name}=${value}`).join(" ");
    throw new Error(`${host} was not asked ${resources} questions with nothing to change: ${said}`);
  }
}
