import { InputError, type InputProblem, type Location } from "../errors.ts";
import { nearest } from "../input/suggest.ts";
import { parseHostPattern, type Selector, type Term } from "./host-pattern-syntax.ts";
import type { Inventory } from "./inventory.ts";

/**
 * The hosts that a pattern such as `prod:&workers:!prod-worker2` selects, in the order of the inventory.
 * As in Ansible, all unions come first, then intersections, then exclusions, wherever they stand in the pattern.
 * Throws InputError, at `location` where given, when the pattern is malformed or names what does not exist;
 * a pattern that selects nothing is no error. Pure.
 */
export function matchHosts(pattern: string, inventory: Inventory, location?: Location): readonly string[] {
  const { terms, problems } = parseHostPattern(pattern);
  const unknown = terms.flatMap((term) => unknownName(term, inventory));
  const all = [...problems, ...unknown].map((problem) => (location ? { ...problem, location } : problem));
  if (all.length > 0) throw new InputError(all);

  const select = (term: Term): ReadonlySet<string> => new Set(hostsOf(term, inventory));
  const named = terms.filter((term) => term.operation === "union");
  const start = named.length > 0 ? named.flatMap((term) => [...select(term)]) : inventory.hosts.keys();
  const selected = new Set(start);
  const keep = (test: (name: string) => boolean): void => {
    for (const name of selected) if (!test(name)) selected.delete(name);
  };
  for (const term of terms.filter(({ operation }) => operation === "intersection")) {
    const hosts = select(term);
    keep((name) => hosts.has(name));
  }
  for (const term of terms.filter(({ operation }) => operation === "exclusion")) {
    const hosts = select(term);
    keep((name) => !hosts.has(name));
  }
  return [...inventory.hosts.keys()].filter((name) => selected.has(name));
}

function unknownName({ selector, text }: Term, { groups, hosts }: Inventory): InputProblem[] {
  if (selector.kind !== "name" || groups.has(selector.name) || hosts.has(selector.name)) return [];
  const near = nearest(selector.name, [...groups.keys(), ...hosts.keys()]);
  const known = `known groups: ${[...groups.keys()].slice(0, 12).join(", ")}`;
  const hint = near === null ? known : `did you mean "${near}"?`;
  return [{ message: `no host or group is called "${selector.name}" (in the host pattern "${text}")`, hint }];
}

function hostsOf(term: Term, inventory: Inventory): readonly string[] {
  const hosts = matching(term.selector, inventory);
  if (!term.subscript) return hosts;
  const { first, last } = term.subscript;
  const from = first < 0 ? hosts.length + first : first;
  if (last === "only") return hosts.filter((_, index) => index === from);
  return hosts.slice(from, last === "end" ? undefined : last + 1);
}

/** A name stands for its group or host; a glob or expression for all groups and hosts whose names match. */
function matching(selector: Selector, { groups, hosts }: Inventory): readonly string[] {
  if (selector.kind === "name") {
    return groups.get(selector.name) ?? (hosts.has(selector.name) ? [selector.name] : []);
  }
  const found = new Set<string>();
  for (const [group, members] of groups) {
    if (selector.test(group)) for (const member of members) found.add(member);
  }
  return [...hosts.keys()].filter((name) => found.has(name) || selector.test(name));
}
