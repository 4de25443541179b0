import type { Scope } from "./scope.ts";

/**
 * Remembers what something came to for one host, by the variables that were read on the way: another host for which
 * all of these are the same comes to the same. Hosts that differ in nothing that matters cost one evaluation together.
 */
export class ReadMemo<Result extends object> {
  /** What was read, and for each set of identities what it came to. */
  readonly #known = new Map<
    string,
    { readonly names: readonly string[]; readonly results: Map<string, Result> }
  >();

  /** `reads` gets the names that `evaluate` reads from `scope`. */
  of(scope: Scope, reads: Set<string>, evaluate: () => Result): Result {
    for (const { names, results } of this.#known.values()) {
      const known = results.get(keyOf(scope, names));
      if (known !== undefined) return known;
    }
    reads.clear();
    const result = evaluate();
    if (!hostsOwn.some((name) => reads.has(name))) this.#keep(scope, [...reads], result);
    return result;
  }

  #keep(scope: Scope, names: readonly string[], result: Result): void {
    const list = names.join();
    const entry = this.#known.get(list) ?? { names, results: new Map<string, Result>() };
    this.#known.set(list, entry);
    entry.results.set(keyOf(scope, names), result);
  }
}

/** What no two hosts share: remembering what follows from it would be of no use. */
const hostsOwn = ["inventory_hostname", "node"];

let lastId = 0;
const ids = new WeakMap<object, number>();

function keyOf(scope: Scope, names: readonly string[]): string {
  let key = "";
  for (const name of names) key += `${idOf(scope.identityOf(name))} `;
  return key;
}

function idOf(value: unknown): string {
  if (typeof value !== "object" || value === null) return `${typeof value}:${String(value)}`;
  let id = ids.get(value);
  if (id === undefined) {
    lastId += 1;
    id = lastId;
    ids.set(value, id);
  }
  return String(id);
}
