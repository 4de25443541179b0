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
  /** Failures that `ignore_errors` or `ignore_unreachable` let pass. */
  readonly ignored: number;
  /** Failures that a `rescue` made up for. */
  readonly rescued: number;
  readonly skipped: number;
  readonly deferred: number;
  readonly unreachable: number;
  /** Changes that were taken back. */
  readonly undone: number;
  /** Round trips over the persistent shell. */
  readonly frames: number;
  /** Wall-clock time that the host took. */
  readonly seconds: number;
  /** The first failure, and what to do next; null when there is none. */
  readonly failure: Failure | null;
}

/**
 * Why a host stopped. "reverted": a guarded change was taken back because lab could not reach the host any more;
 * "locked": another run works on the host.
 */
export interface Failure {
  readonly kind: "failed" | "unreachable" | "reverted" | "locked";
  /** The task's name; null when the host failed outside of any task. */
  readonly task: string | null;
  readonly message: string;
  /** Whole stderr or remaining difference; may be empty. */
  readonly detail: string;
  /** What to do next; may be empty. */
  readonly hint: string;
}

/**
 * What became of one change that was to be undone. "undone": taken back and verified. "already": the host was as before.
 * "foreign": something else changed it since, so it was left alone. "none": it cannot be undone.
 */
export type UndoOutcome = "undone" | "already" | "foreign" | "failed" | "none";

/** Everything that a run says, in order; plain data, already redacted. One JSON line each with `--output json`. */
export type RunEvent = { readonly at: string } & (
  | {
      readonly kind: "run-start";
      /** Its id, under which `lab runs` knows it. */
      readonly run: string;
      readonly playbook: string;
      readonly check: boolean;
      /** The run that it goes on with; null for one that starts from the beginning. */
      readonly resumes: string | null;
      readonly hosts: readonly string[];
    }
  | { readonly kind: "warning"; readonly problem: InputProblem }
  | {
      readonly kind: "play-start";
      readonly play: string;
      readonly hosts: readonly string[];
      /** Counted from 1; a play without `serial` is one batch. */
      readonly batch: { readonly number: number; readonly of: number };
    }
  /** A play ended for all hosts before its end: too many failures, or one that is fatal. */
  | { readonly kind: "play-stopped"; readonly play: string; readonly message: string }
  | { readonly kind: "host-connected"; readonly host: string }
  /** What the host is about to do and lab could not take back; said before its first change. */
  | { readonly kind: "irreversible"; readonly host: string; readonly changes: readonly string[] }
  /** A task needs more than the answers that are there already: something is applied, or waited for. */
  | { readonly kind: "task-start"; readonly host: string; readonly task: string }
  | {
      readonly kind: "output";
      readonly host: string;
      readonly task: string;
      readonly stream: "stdout" | "stderr";
      readonly line: string;
    }
  /** A task is tried again. */
  | {
      readonly kind: "task-retry";
      readonly host: string;
      readonly task: string;
      /** Of the attempt that follows, counted from 1. */
      readonly attempt: number;
      readonly of: number;
      readonly message: string;
    }
  | {
      readonly kind: "task-end";
      readonly host: string;
      /** The same on all hosts and in each run of the same playbook. */
      readonly id: string;
      /** The role it belongs to; null for a task of the play itself. */
      readonly role: string | null;
      readonly task: string;
      readonly handler: boolean;
      /** The host that it acted on instead of its own; null for its own. */
      readonly delegate: string | null;
      readonly outcome: TaskOutcome;
      /** "deferred: waits for package containerd", a debug message, or empty. */
      readonly message: string;
      readonly changes: readonly ChangeSummary[];
      /** Whether its changes are to be shown; null leaves it to --diff. */
      readonly diff: boolean | null;
      readonly failure: Failure | null;
      /** The host goes on after the failure. */
      readonly ignored: boolean;
      /** A rescue follows, which may make up for the failure. */
      readonly rescue: boolean;
      readonly seconds: number;
    }
  | {
      readonly kind: "host-unreachable";
      readonly host: string;
      readonly failure: Failure;
      /** It counts as no failure, and is tried again in the next play. */
      readonly ignored: boolean;
    }
  /** It failed outside of its tasks: it could not say what state it is in. */
  | { readonly kind: "host-failed"; readonly host: string; readonly failure: Failure }
  /** A change is taken back: the last one first. */
  | {
      readonly kind: "undo";
      readonly host: string;
      /** "writing /etc/hosts", or what a command did. */
      readonly change: string;
      readonly outcome: UndoOutcome;
      /** Why it was not undone; empty where it was. */
      readonly message: string;
    }
  | { readonly kind: "host-end"; readonly host: string }
  | {
      readonly kind: "run-end";
      readonly check: boolean;
      readonly interrupted: boolean;
      readonly seconds: number;
      readonly recap: readonly HostRecap[];
    }
);
