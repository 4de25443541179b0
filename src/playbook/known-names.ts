import type { Inventory } from "../inventory/inventory.ts";
import { magicSchemas } from "./magic-variables.ts";
import type { Schemas, ValueSchema } from "./value-schema.ts";

/** Which variables exist at some place of a playbook, of which form, and for which of the play's hosts they do not. */
export class KnownNames implements Schemas {
  /** Null says that nothing is known of the form. */
  #everywhere: ReadonlyMap<string, ValueSchema | null>;
  #ofHosts: HostVariables;
  readonly #fixed: ReadonlySet<string>;

  /** `fixed` are names that -e sets: whatever else sets them has no effect, so nothing is known of their form. */
  constructor(
    everywhere: Iterable<string>,
    hosts: readonly string[],
    inventory: Inventory,
    fixed: Iterable<string> = [],
  ) {
    this.#fixed = new Set(fixed);
    const own = [...everywhere, ...this.#fixed].map((name) => [name, null] as const);
    this.#everywhere = new Map([...Object.entries(magicSchemas(inventory)), ...own]);
    this.#ofHosts = new HostVariables(hosts, inventory);
  }

  /** With further names that all hosts have, of unknown form: a play's vars, `item`. */
  with(names: Iterable<string>): KnownNames {
    return this.#and(Array.from(names, (name) => [name, null]));
  }

  /** With further variables that all hosts have, whose form is known: a registered result. */
  withVariables(schemas: Readonly<Record<string, ValueSchema>>): KnownNames {
    return this.#and(
      Object.entries(schemas).map(([name, schema]) => [name, this.#fixed.has(name) ? null : schema]),
    );
  }

  #and(variables: readonly (readonly [string, ValueSchema | null])[]): KnownNames {
    if (variables.length === 0) return this;
    const grown = new KnownNames([], [], this.#ofHosts.inventory, this.#fixed);
    grown.#everywhere = new Map([...this.#everywhere, ...variables]);
    grown.#ofHosts = this.#ofHosts;
    return grown;
  }

  schemaOf(name: string): ValueSchema | null {
    return this.#everywhere.get(name) ?? null;
  }

  /** The hosts of the play for which `name` has no value. */
  hostsWithout(name: string): readonly string[] {
    return this.#everywhere.has(name) ? [] : this.#ofHosts.without(name);
  }

  /** Whether no host of the play has it; of a play without hosts nothing is known. */
  isUnknown(name: string): boolean {
    const { hosts } = this.#ofHosts;
    return hosts.length > 0 && this.hostsWithout(name).length === hosts.length;
  }

  /** All names that at least one host has; for suggestions. */
  get all(): string[] {
    return [...new Set([...this.#everywhere.keys(), ...this.#ofHosts.names])];
  }
}

/** The variables that the inventory gives to the hosts of a play. */
class HostVariables {
  readonly hosts: readonly string[];
  readonly inventory: Inventory;
  readonly #without = new Map<string, readonly string[]>();

  constructor(hosts: readonly string[], inventory: Inventory) {
    this.hosts = hosts;
    this.inventory = inventory;
  }

  get names(): string[] {
    return this.hosts.flatMap((host) => Object.keys(this.#vars(host)));
  }

  /** The hosts that have no such variable. Cost: looks at each host once per name and play. */
  without(name: string): readonly string[] {
    const known = this.#without.get(name) ?? this.hosts.filter((host) => !(name in this.#vars(host)));
    this.#without.set(name, known);
    return known;
  }

  #vars(host: string): object {
    return this.inventory.hosts.get(host)?.vars ?? {};
  }
}
