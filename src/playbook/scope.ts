import type { Location } from "../errors.ts";
import type { SourcedValue } from "../inventory/inventory.ts";
import { renderValue, rootsWithin } from "./value-template.ts";

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
export class Scope {
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

  /** The names that reading `names` reads in the end: through the templates of variables, and theirs. */
  reads(names: Iterable<string>): ReadonlySet<string> {
    const found = new Set<string>();
    const queue = [...names];
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      if (found.has(name)) continue;
      found.add(name);
      if (!this.#data.has(name)) queue.push(...rootsWithin(this.#written.get(name)?.value));
    }
    return found;
  }

  /** The value, rendered; undefined where there is none. Throws UnknownValue and TemplateError. */
  readonly lookUp = (name: string): unknown => {
    const data = this.#data.get(name);
    if (data !== undefined) {
      if (isUnknown(data)) throw new UnknownValue(name, data.waitsFor);
      return data;
    }
    const written = this.#written.get(name);
    if (!written) return undefined;
    if (!this.#rendered.has(name)) this.#rendered.set(name, this.#render(name, written.value));
    return this.#rendered.get(name);
  };

  /** Any value that may hold templates, rendered. Throws UnknownValue and TemplateError. */
  render(value: unknown): unknown {
    return renderValue(value, this.lookUp);
  }

  #render(name: string, value: unknown): unknown {
    if (this.#rendering.includes(name)) {
      throw new VariableCycleError([...this.#rendering, name]);
    }
    this.#rendering.push(name);
    try {
      return renderValue(value, this.lookUp);
    } finally {
      this.#rendering.pop();
    }
  }
}

/** Variables that are defined by each other. */
export class VariableCycleError extends Error {
  override readonly name = "VariableCycleError";

  constructor(names: readonly string[]) {
    super(`variables are defined by each other: ${names.join(" → ")}`);
  }
}
