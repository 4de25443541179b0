import type { Change } from "./change.ts";
import type { Probe } from "./probe.ts";

/** What is to happen to one resource on one host, given what the host answered. */
export type Plan =
  /** No changes means that the host is as asked for. `message` is shown beside the task. */
  | { readonly kind: "changes"; readonly changes: readonly Change[]; readonly message?: string }
  /** Cannot be applied while the host is as it is: a missing unit, directory or user. An earlier task may cure it. */
  | { readonly kind: "blocked"; readonly reason: string }
  /** The host must first reach a state by itself (wait_for). The script ends when it has, and writes nothing. */
  | {
      readonly kind: "wait";
      readonly summary: string;
      readonly script: string;
      readonly timeoutMs: number;
    }
  /** Nothing that lab does for this resource cures it (assert); `isFinal`: nor does anything else (fail). */
  | { readonly kind: "failed"; readonly message: string; readonly isFinal?: true };

/** The plan of a resource that is as asked for. */
export const satisfied: Plan = { kind: "changes", changes: [] };

/** What a command printed; the registered result of command and shell. */
export interface CommandOutput {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a machine that reboots is waited for. */
export interface Reboot {
  /** From the order until it must be back and ready. */
  readonly timeoutMs: number;
  /** From its return until it is asked whether it is ready. */
  readonly settleMs: number;
  /** POSIX sh that only reads and ends with 0 once the machine is ready; else it says on stderr what is missing. */
  readonly readyScript: string;
}

/** One piece of desired state on one host. `plan` is pure and needs no host. */
export interface Resource {
  /** Kind and name: "file /etc/containerd/config.toml". */
  readonly id: string;
  /** The first asks for the state that the resource itself is to change, further ones for what it depends on. */
  readonly probes: Readonly<Record<string, Probe>>;
  plan(states: Readonly<Record<string, unknown>>): Plan;
  /**
   * States that will hold once the plan was applied, for the probes whose state can be foretold; this is what
   * check mode carries forward. Path states are derived from the path changes and need not be given.
   */
  after?(states: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
  /** Answers that nobody can foretell once the plan was applied: what waits for them is deferred in a check. */
  readonly spoils?: readonly Probe[];
  /**
   * Set on what acts each time instead of describing a state (a restart, a command without `creates`).
   * Its plan is never empty, so the apply is verified by this instead: null when it worked, else what is wrong.
   */
  verify?(states: Readonly<Record<string, unknown>>): string | null;
  /** The exit code of the script does not fail the task by itself; the output is registered (command, shell). */
  readonly capturesOutput?: true;
  /**
   * Its changes may cut the connection: the host undoes them by itself unless lab reaches it again over a new one.
   * Each of them needs an undo.
   */
  readonly guarded?: true;
  /** Its changes make the machine reboot, which is waited for; a resource that asks for `bootState`. */
  readonly reboots?: Reboot;
  /** Brings about more than the state that its probes ask for: a package its units and users, a command anything. */
  readonly bringsMore?: true;
  /** Variables that exist from then on (set_fact). */
  readonly defines?: Readonly<Record<string, unknown>>;
  /** Fields that the registered result gets, from the states that hold in the end, also where the plan has failed. */
  result?(states: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>>;
}

/** The types of the answers to a record of probes. */
export type StatesOf<Probes> = {
  readonly [Name in keyof Probes]: Probes[Name] extends Probe<infer State> ? State : never;
};

/** Types `plan`, `after`, `verify` and `result` by the probes that a resource asks. */
export function resource<const Probes extends Readonly<Record<string, Probe>>>(definition: {
  readonly id: string;
  readonly probes: Probes;
  plan(states: StatesOf<Probes>): Plan;
  after?(states: StatesOf<Probes>): Partial<StatesOf<Probes>>;
  readonly spoils?: readonly Probe[];
  verify?(states: StatesOf<Probes>): string | null;
  readonly capturesOutput?: true;
  readonly guarded?: true;
  readonly reboots?: Reboot;
  readonly bringsMore?: true;
  readonly defines?: Readonly<Record<string, unknown>>;
  result?(states: StatesOf<Probes>): Readonly<Record<string, unknown>>;
}): Resource;
export function resource(definition: Resource): Resource {
  return definition;
}
