import type { Location } from "../errors.ts";
import type { Probe } from "../resources/probe.ts";
import type { Resource } from "../resources/resource.ts";
import { flushHandlers, type NotYet } from "../role/role.ts";
import type { Scope } from "./scope.ts";

/** The answers to the facts that a task uses, by the names it uses them under. */
export type Facts = Readonly<Record<string, unknown>>;

/** A task as it stands for one host: loops unrolled, roles expanded, tags applied. */
export interface HostTask {
  readonly name: string;
  /** The role it belongs to; null for a task of the play. */
  readonly role: string | null;
  readonly location: Location;
  /** Handlers to notify, by `HostHandler.id`. */
  readonly notify: readonly string[];
  readonly register: string | null;
  readonly ignoreErrors: boolean;
  readonly noLog: boolean;
  /** Facts that must be known before the two functions below are called. */
  readonly uses: Readonly<Record<string, Probe>>;
  /** Pure. Throws UnknownValue when it reads a result that does not exist yet. */
  shouldRun(scope: Scope, facts: Facts): boolean | NotYet;
  /** Pure. Throws UnknownValue likewise, and InputError when rendered arguments are not valid. */
  build(scope: Scope, facts: Facts): Resource | NotYet;
}

/** A task that runs once at the end of the play, if notified. */
export interface HostHandler extends HostTask {
  readonly id: string;
}

/** An entry of a host's list of tasks. */
export type HostStep = HostTask | typeof flushHandlers;

/** The tasks among `steps`. */
export function tasksOf(steps: readonly HostStep[]): HostTask[] {
  return steps.filter((step) => step !== flushHandlers);
}

/** Everything that one play does on one host. */
export interface HostPlay {
  readonly host: string;
  readonly steps: readonly HostStep[];
  readonly handlers: readonly HostHandler[];
  /** All variables that are known before the host is contacted. */
  readonly scope: Scope;
}
