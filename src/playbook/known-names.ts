import type { Inventory } from "../inventory/inventory.ts";

/** Variables that every host has without anyone setting them. */
export const magicNames = [
  "inventory_hostname",
  "group_names",
  "groups",
  "hostvars",
  "cluster",
  "node",
  "facts",
] as const;

/** Which variables exist at some place of a playbook, and for which of the play's hosts they do not. */
export class KnownNames {
  readonly #everywhere: ReadonlySet<string>;
  readonly #hosts: readonly string[];
  readonly #inventory: Inventory;

  constructor(everywhere: Iterable<string>, hosts: readonly string[], inventory: Inventory) {
    this.#everywhere = new Set([...magicNames, ...everywhere]);
    this.#hosts = hosts;
    this.#inventory = inventory;
  }

  /** With further names that all hosts have: a play's vars, a registered result, `item`. */
  with(names: Iterable<string>): KnownNames {
    return new KnownNames([...this.#everywhere, ...names], this.#hosts, this.#inventory);
  }

  /** The hosts of the play for which `name` has no value. */
  hostsWithout(name: string): readonly string[] {
    if (this.#everywhere.has(name)) return [];
    return this.#hosts.filter((host) => !(name in (this.#inventory.hosts.get(host)?.vars ?? {})));
  }

  /** Whether no host of the play has it; of a play without hosts nothing is known. */
  isUnknown(name: string): boolean {
    if (this.#everywhere.has(name) || this.#hosts.length === 0) return false;
    return this.#hosts.every((host) => !(name in (this.#inventory.hosts.get(host)?.vars ?? {})));
  }

  /** All names that at least one host has; for suggestions. */
  get all(): string[] {
    const ofHosts = this.#hosts.flatMap((host) => Object.keys(this.#inventory.hosts.get(host)?.vars ?? {}));
    return [...new Set([...this.#everywhere, ...ofHosts])];
  }
}
