import type { Change, PathChange } from "../resources/change.ts";
import { foretoldState } from "../resources/path-image.ts";
import type { PathQuery, PathState } from "../resources/path-state.ts";
import type { Probe } from "../resources/probe.ts";
import type { Resource } from "../resources/resource.ts";

/** How much of what a planned change does is foretold: all of it, its own state, or less. */
type Reach = "exact" | "own" | "more";

/** What is foretold of a machine; null where nothing is, because the state that holds now is meant. */
export type ForetoldOf = (machine: string) => Foretold | null;

/** What will be true of a host once the changes planned so far were made; check mode goes on with it. */
export class Foretold {
  readonly #pathChanges: PathChange[] = [];
  readonly #states = new Map<string, unknown>();
  readonly #unknown = new Map<string, string>();
  readonly #planned: Record<Reach, string[]> = { more: [], own: [], exact: [] };
  /** What was carried forward since the fork, to be done again elsewhere. */
  readonly #log: ((other: Foretold) => void)[] = [];

  /** A copy that goes on by itself, for tasks of another host that are delegated to this one. */
  fork(): Foretold {
    const copy = new Foretold();
    copy.absorb(this);
    copy.#log.length = 0;
    return copy;
  }

  /** Carries forward what `fork` carried forward since it was made. */
  absorb(fork: Foretold): void {
    for (const repeat of fork.#log) repeat(this);
  }

  /**
   * The planned changes that may cure what is blocked now, nearest last: packages and commands, else what runs
   * something or is deferred itself, else files. Empty when nothing is planned.
   */
  get possibleCures(): readonly string[] {
    const { more, own, exact } = this.#planned;
    return [more, own, exact].find((ids) => ids.length > 0) ?? [];
  }

  /** Everything that is planned; what may cure least comes last. */
  get planned(): readonly string[] {
    const { more, own, exact } = this.#planned;
    return [...more, ...own, ...exact];
  }

  /** Carries forward what `changes`, planned for `resource` in `states`, will do. */
  add(resource: Resource, states: Readonly<Record<string, unknown>>, changes: readonly Change[]): void {
    this.#log.push((other) => other.add(resource, states, changes));
    const paths = changes.filter((change) => change.kind === "path");
    this.#pathChanges.push(...paths);
    const isExact = paths.length === changes.length && !resource.after;
    this.#planned[isExact ? "exact" : resource.bringsMore ? "more" : "own"].push(resource.id);
    if (isExact) return;
    for (const { subject } of resource.spoils ?? []) this.#unknown.set(subject, resource.id);
    const after = resource.after?.(states) ?? {};
    for (const [index, [name, probe]] of Object.entries(resource.probes).entries()) {
      if (name in after) this.#states.set(probe.subject, after[name]);
      else if (index === 0 && probe.kind.name !== "path") this.#unknown.set(probe.subject, resource.id);
    }
  }

  /** Nothing can be said of a resource that is deferred; what is about the same subject waits for it. */
  addUnknown(id: string, own: Probe | undefined): void {
    this.#log.push((other) => other.addUnknown(id, own));
    this.#planned.own.push(id);
    if (own) this.#unknown.set(own.subject, id);
  }

  /** The id of the resource that makes the answer to `probe` unknowable, or null. */
  waitsFor(probe: Probe): string | null {
    return this.#unknown.get(probe.subject) ?? null;
  }

  /** The state that will hold, given the one that holds now. */
  stateOf(probe: Probe, now: unknown): unknown {
    if (isPathAnswer(probe, now)) {
      const { path } = probe.query as PathQuery;
      return this.#pathChanges.reduce((state, change) => foretoldState(path, state, change), now);
    }
    return this.#states.has(probe.subject) ? this.#states.get(probe.subject) : now;
  }
}

function isPathAnswer(probe: Probe, state: unknown): state is PathState {
  return probe.kind.name === "path" && typeof state === "object" && state !== null;
}
