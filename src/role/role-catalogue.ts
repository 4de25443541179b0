import type { Role } from "./role.ts";

/** Where a playbook's roles are looked up. */
export interface Roles {
  get(name: string): Role | undefined;
  keys(): Iterable<string>;
}

type Loaders = Readonly<Record<string, () => Promise<{ readonly default: Role }>>>;

/** Roles of which some are loaded only once somebody has asked for them; until then they are not found. */
export class RoleCatalogue implements Roles {
  readonly #loaders: Loaders;
  readonly #loaded: Map<string, Role>;
  readonly #wanted = new Set<string>();

  /** `present`: roles that are loaded already, which go before those of `loaders`. */
  constructor(loaders: Loaders, present: readonly Role[]) {
    this.#loaders = loaders;
    this.#loaded = new Map(present.map((role) => [role.name, role]));
  }

  get(name: string): Role | undefined {
    const found = this.#loaded.get(name);
    if (!found && Object.hasOwn(this.#loaders, name)) this.#wanted.add(name);
    return found;
  }

  keys(): Iterable<string> {
    return new Set([...Object.keys(this.#loaders), ...this.#loaded.keys()]);
  }

  /** What `look` comes to once every role that it asks for is loaded; it is called anew for those that were not. */
  async settle<T>(look: () => Promise<T>): Promise<T> {
    for (;;) {
      const [outcome] = await Promise.allSettled([look()]);
      const names = [...this.#wanted];
      if (names.length === 0) {
        if (outcome.status === "fulfilled") return outcome.value;
        throw outcome.reason;
      }
      await this.#load(names);
    }
  }

  /** All roles. */
  async all(): Promise<readonly Role[]> {
    await this.#load(Object.keys(this.#loaders).filter((name) => !this.#loaded.has(name)));
    return [...this.keys()].flatMap((name) => this.#loaded.get(name) ?? []);
  }

  async #load(names: readonly string[]): Promise<void> {
    const load = async (name: string): Promise<void> => {
      const role = (await this.#loaders[name]?.())?.default;
      if (role) this.#loaded.set(name, role);
      this.#wanted.delete(name);
    };
    await Promise.all(names.map(load));
  }
}
