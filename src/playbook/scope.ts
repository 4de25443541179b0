import { InputError, type Location } from "../errors.ts";
import type { SourcedValue } from "../inventory/inventory.ts";
import { TemplateError } from "./text-error.ts";
import { renderValue, rootsWithin, type Variables } from "./value-template.ts";

/** A value that will exist only when something else has happened on the host; check mode defers what needs it. */
export class UnknownValue extends Error {
  override readonly name = "UnknownValue";
  /** What has to happen first: 'task "Read the version"'. */
  readonly waitsFor: string;

  constructor(name: string, waitsFor: string) {
    super(`"${name}" is not known yet: it waits for ${waitsFor}`);
    this.waitsFor = waitsFor;
  }
}

/** Stands in a scope for a value that is not known yet. */
export interface Unknown {
  readonly unknown: true;
  readonly waitsFor: string;
}

/** Stands for the result of a task that has not run. */
export function unknownResult(task: string): Unknown {
  return { unknown: true, waitsFor: `task "${task}"` };
}

function isUnknown(value: unknown): value is Unknown {
  return typeof value === "object" && value !== null && "unknown" in value && value.unknown === true;
}

/**
 * The variables of one host in one play. Variables that users wrote may hold templates, which are rendered when
 * they are read; what comes from hosts (facts, registered results) is data and is never rendered.
 */
export class Scope implements Variables {
  readonly #written: ReadonlyMap<string, SourcedValue>;
  readonly #data: ReadonlyMap<string, unknown>;
  readonly #rendered = new Map<string, unknown>();
  readonly #rendering: string[] = [];

  constructor(written: ReadonlyMap<string, SourcedValue>, data: ReadonlyMap<string, unknown>) {
    this.#written = written;
    this.#data = data;
  }

  /** The names of all variables that have a value, or will have one. */
  get names(): string[] {
    return [...new Set([...this.#data.keys(), ...this.#written.keys()])];
  }

  /** A scope with further data: facts, a registered result, a loop's item. */
  with(data: Readonly<Record<string, unknown>>): Scope {
    return new Scope(this.#written, new Map([...this.#data, ...Object.entries(data)]));
  }

  /** A scope with variables that a task sets for itself. */
  withWritten(vars: Readonly<Record<string, unknown>>, location: Location): Scope {
    const own = Object.entries(vars).map(
      ([name, value]) => [name, { value, location, shadows: [] }] as const,
    );
    return own.length === 0 ? this : new Scope(new Map([...this.#written, ...own]), this.#data);
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
      const written = this.#data.has(name) ? undefined : this.#written.get(name);
      if (written) queue.push(...inTemplateAt(written.location, () => rootsWithin(written.value)));
    }
    return found;
  }

  /** The value, rendered; undefined where there is none. Throws UnknownValue, and InputError at the variable. */
  lookUp(name: string): unknown {
    const data = this.#data.get(name);
    if (data !== undefined) {
      if (isUnknown(data)) throw new UnknownValue(name, data.waitsFor);
      return data;
    }
    const written = this.#written.get(name);
    if (!written) return undefined;
    if (!this.#rendered.has(name)) this.#rendered.set(name, this.#render(name, written));
    return this.#rendered.get(name);
  }

  /** A value written at `location`, its templates rendered. Throws UnknownValue and InputError. */
  render(value: unknown, location: Location): unknown {
    return inTemplateAt(location, () => renderValue(value, this));
  }

  #render(name: string, { value, location }: SourcedValue): unknown {
    const start = this.#rendering.indexOf(name);
    if (start >= 0) throw this.#cycle(this.#rendering.slice(start));
    this.#rendering.push(name);
    try {
      return this.render(value, location);
    } finally {
      this.#rendering.pop();
    }
  }

  /** Told from the variable that comes first in the alphabet, so that one cycle is always one and the same mistake. */
  #cycle(names: readonly string[]): InputError {
    const first = names.indexOf(names.toSorted()[0] ?? "");
    const order = [...names.slice(first), ...names.slice(0, first)];
    const location = this.#written.get(order[0] ?? "")?.location;
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

/** Says of a mistake in a template that it stands at `location`. */
function inTemplateAt<T>(location: Location, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof TemplateError)) throw error;
    throw new InputError({ message: error.message, location, hint: error.hint });
  }
}
