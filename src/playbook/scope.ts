import { InputError, type Location } from "../errors.ts";
import type { SourcedValue } from "../inventory/inventory.ts";
import { TemplateError } from "./text-error.ts";
import { renderValue, rootsWithin, type Variables } from "./value-template.ts";

/** A value that will exist only when something else has happened on the host; check mode defers what needs it. */
export class UnknownValue extends Error {
  override readonly name = "UnknownValue";
  /** What has to happen first: 'task "Read the version"'. */
  readonly waitsFor: string;
  /** It waits for the user, not for a host. */
  readonly isPrompt: boolean;

  constructor(name: string, { waitsFor, isPrompt = false }: Unknown) {
    super(`"${name}" is not known yet: it waits for ${waitsFor}`);
    this.waitsFor = waitsFor;
    this.isPrompt = isPrompt;
  }
}

/** Stands in a scope for a value that is not known yet. */
export interface Unknown {
  readonly unknown: true;
  readonly waitsFor: string;
  /** It waits for the answer to a prompt, or for a key. */
  readonly isPrompt?: boolean;
}

/** What is encrypted waits for the user, as an answer does. */
const unopened: Unknown = { unknown: true, waitsFor: "its secret, which was not opened", isPrompt: true };

/** Stands for the result of a task that has not run. */
export function unknownResult(task: string): Unknown {
  return { unknown: true, waitsFor: `task "${task}"` };
}

/** Whether something stands for a value that is not known yet. */
export function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "unknown" in value && value.unknown === true;
}

/** A rendered variable, and the names that were read for it. */
interface Rendered {
  readonly value: unknown;
  readonly reads: ReadonlySet<string>;
}

/**
 * The variables of one host in one play. Variables that users wrote may hold templates, which are rendered when
 * they are read; what comes from hosts (facts, registered results) is data and is never rendered.
 */
export class Scope implements Variables {
  /** What this one adds to; null for the outermost. */
  readonly #outer: Scope | null;
  readonly #written: ReadonlyMap<string, SourcedValue>;
  readonly #data: ReadonlyMap<string, unknown>;
  readonly #rendered = new Map<string, Rendered>();
  readonly #rendering: { readonly name: string; readonly reads: Set<string> }[] = [];
  readonly #onRead: ((name: string) => void) | null;

  /** `onRead` is told each variable that is read, those that variables read in turn included. */
  constructor(
    written: ReadonlyMap<string, SourcedValue>,
    data: ReadonlyMap<string, unknown>,
    onRead: ((name: string) => void) | null = null,
    outer: Scope | null = null,
  ) {
    this.#written = written;
    this.#data = data;
    this.#onRead = onRead;
    this.#outer = outer;
  }

  /** The names of all variables that have a value, or will have one. */
  get names(): string[] {
    return [...new Set([...this.#data.keys(), ...this.#written.keys(), ...(this.#outer?.names ?? [])])];
  }

  /** A scope with further data: facts, a registered result, a loop's item. */
  with(data: Readonly<Record<string, unknown>>): Scope {
    const own = Object.entries(data);
    return own.length === 0 ? this : new Scope(new Map(), new Map(own), this.#onRead, this);
  }

  /** A scope with the variables of a task. */
  withWritten(vars: Readonly<Record<string, SourcedValue>>): Scope {
    const own = Object.entries(vars);
    return own.length === 0 ? this : new Scope(new Map(own), new Map(), this.#onRead, this);
  }

  /** Stands for what a variable is: two scopes in which it is the same have the same value, as far as it goes itself. */
  identityOf(name: string): unknown {
    return this.#dataOf(name) ?? this.#writtenOf(name)?.location;
  }

  /** Data wins over all that is written, however far inside that stands. */
  #dataOf(name: string): unknown {
    const own = this.#data.get(name);
    return own === undefined && this.#outer !== null ? this.#outer.#dataOf(name) : own;
  }

  #writtenOf(name: string): SourcedValue | undefined {
    const own = this.#written.get(name);
    return own === undefined && this.#outer !== null ? this.#outer.#writtenOf(name) : own;
  }

  /**
   * The names that reading `names` reads in the end: through the templates of variables, and theirs.
   * Throws InputError where the template of a variable is malformed.
   */
  reads(names: Iterable<string>): ReadonlySet<string> {
    const found = new Set<string>();
    const queue = [...names];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      this.#onRead?.(name);
      const data = this.#dataOf(name);
      const written = data === undefined || isUnknown(data) ? this.#writtenOf(name) : undefined;
      if (written) queue.push(...rootsOf(written));
    }
    return found;
  }

  /** The value, rendered; undefined where there is none. Throws UnknownValue, and InputError at the variable. */
  lookUp(name: string): unknown {
    this.#note(name);
    const data = this.#dataOf(name);
    if (data !== undefined) {
      if (isUnknown(data)) throw new UnknownValue(name, data);
      return data;
    }
    const written = this.#writtenOf(name);
    if (!written) return undefined;
    if (written.isUnopened) throw new UnknownValue(name, unopened);
    const rendered = this.#rendered.get(name) ?? this.#render(name, written);
    this.#rendered.set(name, rendered);
    for (const read of rendered.reads) this.#note(read);
    return rendered.value;
  }

  /** Says that something else reads what `name` stands for. */
  noteRead(name: string): void {
    this.#note(name);
  }

  #note(name: string): void {
    this.#onRead?.(name);
    this.#rendering.at(-1)?.reads.add(name);
  }

  /** A value written at `location`, its templates rendered. Throws UnknownValue and InputError. */
  render(value: unknown, location: Location): unknown {
    return inTemplateAt(location, () => renderValue(value, this));
  }

  #render(name: string, { value, location }: SourcedValue): Rendered {
    const names = this.#rendering.map((entry) => entry.name);
    const start = names.indexOf(name);
    if (start >= 0) throw this.#cycle(names.slice(start));
    const reads = new Set<string>();
    this.#rendering.push({ name, reads });
    try {
      return { value: this.render(value, location), reads };
    } finally {
      this.#rendering.pop();
    }
  }

  /** Told from the variable that comes first in the alphabet, so that one cycle is always one and the same mistake. */
  #cycle(names: readonly string[]): InputError {
    const first = names.indexOf(names.toSorted()[0] ?? "");
    const order = [...names.slice(first), ...names.slice(0, first)];
    const location = this.#writtenOf(order[0] ?? "")?.location;
    const message =
      order.length === 1
        ? `the variable "${order[0]}" is defined by itself`
        : `variables are defined by each other: ${[...order, order[0]].join(" → ")}`;
    return new InputError({
      message,
      ...(location && { location }),
      hint: "give one of them a value of its own",
    });
  }
}

const roots = new WeakMap<Location, readonly string[]>();

/** The names that a variable's own templates read. Throws InputError. */
function rootsOf({ value, location }: SourcedValue): readonly string[] {
  const known = roots.get(location) ?? inTemplateAt(location, () => rootsWithin(value));
  roots.set(location, known);
  return known;
}

/** Says of a mistake in a template that it stands at `location`. */
function inTemplateAt<T>(location: Location, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new InputError({ message: error.message, location, hint: error.hint });
  }
}
