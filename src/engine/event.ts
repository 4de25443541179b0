import type { InputProblem } from "../errors.ts";

/**
 * What became of one task on one host. `changed` in check mode means "would change"; `deferred` means that it
 * cannot be known before an earlier change has been made.
 */
export type TaskOutcome = "ok" | "changed" | "failed" | "skipped" | "deferred";

/** A change as a user sees it: a unified diff, or one line for what has none. Secrets are never in it. */
export interface ChangeSummary {
  /** "/etc/hosts", or what a command does. */
  readonly title: string;
  /** Unified diff without file headers' time stamps; empty when there is none to show. */
  readonly diff: string;
}

/** The counters of one host over a whole run. */
export interface HostRecap {
  readonly host: string;
  readonly ok: number;
  readonly changed: number;
  /** Without those that were to be ignored. */
  readonly failed: number;
  /** Failures that `ignore_errors` let pass. */
  readonly ignored: number;
  readonly skipped: number;
  readonly deferred: number;
  readonly unreachable: number;
  /** Round trips over the persistent shell. */
  readonly frames: number;
  /** Wall-clock time that the host took. */
  readonly seconds: number;
  /** The first failure, and what to do next; null when there is none. */
  readonly failure: Failure | null;
}

/** Why a host stopped. */
export interface Failure {
  readonly kind: "failed" | "unreachable";
  /** The task's name; null when the host failed outside of any task. */
  readonly task: string | null;
  readonly message: string;
  /** Whole stderr or remaining difference; may be empty. */
  readonly detail: string;
  /** What to do next; may be empty. */
  readonly hint: string;
}

/** Everything that a run says, in order; plain data, already redacted. One JSON line each with `--output json`. */
export type RunEvent = { readonly at: string } & (
  | {
      readonly kind: "run-start";
      readonly playbook: string;
      readonly check: boolean;
      readonly hosts: readonly string[];
    }
  | { readonly kind: "warning"; readonly problem: InputProblem }
  | {
      readonly kind: "play-start";
      readonly play: string;
      readonly hosts: readonly string[];
      /** Largest number of tasks that one host may run in this play. */
      readonly tasks: number;
    }
  | { readonly kind: "host-connected"; readonly host: string }
  /** A task needs more than the answers that are there already: something is applied, or waited for. */
  | { readonly kind: "task-start"; readonly host: string; readonly task: string }
  | {
      readonly kind: "output";
      readonly host: string;
      readonly task: string;
      readonly stream: "stdout" | "stderr";
      readonly line: string;
    }
  | {
      readonly kind: "task-end";
      readonly host: string;
      /** The role it belongs to; null for a task of the play itself. */
      readonly role: string | null;
      readonly task: string;
      readonly handler: boolean;
      readonly outcome: TaskOutcome;
      /** "deferred: waits for package containerd", a debug message, or empty. */
      readonly message: string;
      readonly changes: readonly ChangeSummary[];
      readonly failure: Failure | null;
      readonly ignored: boolean;
      readonly seconds: number;
    }
  | { readonly kind: "host-unreachable"; readonly host: string; readonly failure: Failure }
  /** It failed outside of its tasks: it could not say what state it is in. */
  | { readonly kind: "host-failed"; readonly host: string; readonly failure: Failure }
  | { readonly kind: "host-end"; readonly host: string }
  | {
      readonly kind: "run-end";
      readonly check: boolean;
      readonly interrupted: boolean;
      readonly seconds: number;
      readonly recap: readonly HostRecap[];
    }
);
