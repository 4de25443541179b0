import type { Location } from "../errors.ts";
import type { Probe } from "../resources/probe.ts";
import type { Resource } from "../resources/resource.ts";
import type { NotYet } from "../role/role.ts";
import type { Scope } from "./scope.ts";

/** The answers to the facts that a task uses, by the names it uses them under. */
export type Facts = Readonly<Record<string, unknown>>;

/** Where a step stands: its number in the play, then its number within the role that it belongs to. */
export type Position = readonly [step: number, task: number];

/** How long and how often a task is tried; times in milliseconds. */
export interface RetrySchedule {
  readonly retries: number;
  readonly delayMs: number;
  readonly backoff: number;
}

/** What surrounds a task on a host, rendered. */
export interface Surroundings {
  /** Name of the host that it acts on, "localhost" for the control machine; null for the play's own. */
  readonly delegate: string | null;
  /** Of the scripts that change something. */
  readonly environment: Readonly<Record<string, string>>;
  /** Of each change; null leaves it to the change. */
  readonly timeoutMs: number | null;
  /** Null when it is tried once. */
  readonly retry: RetrySchedule | null;
  /** Null when it runs while lab waits; `pollMs` 0 does not wait for its end. */
  readonly async: { readonly limitMs: number; readonly pollMs: number } | null;
}

/** A question about a task's own result, which is in `scope`. Pure. Throws UnknownValue and InputError. */
export type Verdict = (scope: Scope, facts: Facts) => boolean;

/** What the playbook says about the outcome of a task; null leaves it to the task. */
export interface Verdicts {
  readonly until: Verdict | null;
  readonly failed: Verdict | null;
  readonly changed: Verdict | null;
}

/** How a task is run, as the same for all of its rounds. */
export interface HostTaskSettings {
  readonly ignoreErrors: boolean;
  readonly ignoreUnreachable: boolean;
  readonly anyErrorsFatal: boolean;
  readonly noLog: boolean;
  readonly runOnce: boolean;
  readonly throttle: number | null;
  readonly checkMode: boolean | null;
  readonly diff: boolean | null;
  /** Seconds after which the host takes its changes back unless lab reaches it anew; null leaves it to the resource. */
  readonly guardSeconds: number | null;
}

/** A task as it stands for one host: one resource. Roles are expanded, tags applied. */
export interface HostTask {
  readonly kind: "task";
  /** The same on all hosts and in each run: "12", "12/3" in a role, "12#2" for the third round of a loop. */
  readonly id: string;
  readonly position: Position;
  readonly name: string;
  /** The role it belongs to; null for a task of the play. */
  readonly role: string | null;
  readonly location: Location;
  /** Handlers to notify, by `HostHandler.id`. */
  readonly notify: readonly string[];
  readonly register: string | null;
  /** Names of the variables that it sets (set_fact). */
  readonly defines: readonly string[];
  /** It only looks, says or checks something (debug, assert, stat): whatever it waits for, it will not be a change. */
  readonly changesNothing: boolean;
  readonly settings: HostTaskSettings;
  /** Tasks with the same key run one after another, over all hosts of the play; null does not wait. */
  readonly exclusive: string | null;
  /** The entry of the loop that it is a round of. */
  readonly item: unknown;
  /** Facts that must be known before the functions below are called. */
  readonly uses: Readonly<Record<string, Probe>>;
  /** It will be skipped, whatever the host is like: nobody need ask it, or reach it. Pure; never throws. */
  isRuledOut?(scope: Scope): boolean;
  /** Pure. Throws UnknownValue when it reads a result that does not exist yet. */
  shouldRun(scope: Scope, facts: Facts): boolean | NotYet;
  /** Pure. Throws UnknownValue likewise, and InputError when rendered arguments are not valid. */
  build(scope: Scope, facts: Facts): Resource | NotYet;
  /** Pure. Throws UnknownValue and InputError. */
  surroundings(scope: Scope, facts: Facts): Surroundings;
  readonly verdicts: Verdicts;
}

/** A task that runs once per entry of a list. */
export interface HostLoop {
  readonly kind: "loop";
  readonly id: string;
  readonly position: Position;
  readonly name: string;
  readonly role: string | null;
  readonly location: Location;
  readonly register: string | null;
  /** Names of the variables that its rounds set (set_fact). */
  readonly defines: readonly string[];
  readonly settings: HostTaskSettings;
  /** As of its rounds. */
  readonly changesNothing: boolean;
  readonly uses: Readonly<Record<string, Probe>>;
  /** One task per entry, in order. Pure. Throws UnknownValue when the list is not known yet, and InputError. */
  rounds(scope: Scope, facts: Facts): readonly HostTask[];
  /** Between two rounds. Throws UnknownValue and InputError. */
  pauseMs(scope: Scope, facts: Facts): number;
}

/** Steps with what is to happen when one of them fails, and what happens in any case. */
export interface HostBlock {
  readonly kind: "block";
  readonly position: Position;
  readonly steps: readonly HostStep[];
  readonly rescue: readonly HostStep[];
  readonly always: readonly HostStep[];
  /** What the steps have changed is taken back when one of them fails, before the rescue. */
  readonly rollback: boolean;
}

/** An order to lab itself. */
export interface HostMeta {
  readonly kind: "meta";
  readonly position: Position;
  readonly action: "flush_handlers" | "end_host" | "end_play" | "noop";
  readonly uses: Readonly<Record<string, Probe>>;
  /** Pure. Throws UnknownValue. */
  shouldRun(scope: Scope, facts: Facts): boolean | NotYet;
}

/** An entry of a host's list of steps. */
export type HostStep = HostTask | HostLoop | HostBlock | HostMeta;

/** A task that runs once at the end of the play, or where handlers are flushed, if notified. */
export interface HostHandler {
  readonly id: string;
  readonly step: HostTask | HostLoop;
}

/** The tasks and loops among `steps`, those within blocks included, in order. */
export function tasksOf(steps: readonly HostStep[]): (HostTask | HostLoop)[] {
  return steps.flatMap((step) => {
    if (step.kind === "block") return tasksOf([...step.steps, ...step.rescue, ...step.always]);
    return step.kind === "meta" ? [] : [step];
  });
}

/** Everything that one play does on one host. */
export interface HostPlay {
  readonly host: string;
  readonly steps: readonly HostStep[];
  readonly handlers: readonly HostHandler[];
  /** What it has changed is taken back when it fails. */
  readonly rollback: boolean;
  /** All variables that are known before the host is contacted. */
  readonly scope: Scope;
}
