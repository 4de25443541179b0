import type { Failure, HostRecap, TaskOutcome } from "./event.ts";

/** Counts what happens on the hosts of a run. */
export class RunTally {
  readonly #hosts = new Map<string, HostCount>();
  /** Failures that a rescue may still make up for. */
  readonly #held = new Map<string, Failure>();

  count(host: string, outcome: TaskOutcome | "ignored"): void {
    this.#of(host)[outcome] += 1;
  }

  /** Keeps a failure until it shows whether a rescue makes up for it. */
  hold(host: string, failure: Failure): void {
    if (!this.#held.has(host)) this.#held.set(host, failure);
  }

  /** A rescue made up for what was held. */
  rescue(host: string): void {
    this.#held.delete(host);
    this.#of(host).rescued += 1;
  }

  undo(host: string): void {
    this.#of(host).undone += 1;
  }

  /** The first failure is the cause, one that a rescue could not cure included; what follows from it is not kept. */
  fail(host: string, failure: Failure): void {
    const entry = this.#of(host);
    entry.failure ??= this.#held.get(host) ?? failure;
    if (failure.kind === "unreachable") entry.unreachable = 1;
  }

  spend(host: string, frames: number, seconds: number): void {
    const entry = this.#of(host);
    entry.frames = frames;
    entry.seconds = Math.round((entry.seconds + seconds) * 100) / 100;
  }

  hasFailed(host: string): boolean {
    return this.#of(host).failure !== null;
  }

  /** In the order in which hosts first appeared. */
  get recap(): HostRecap[] {
    return [...this.#hosts].map(([host, entry]) => ({ host, ...entry }));
  }

  /** Makes a host appear in the recap, even when nothing runs on it. */
  add(host: string): void {
    this.#of(host);
  }

  #of(host: string): HostCount {
    const known = this.#hosts.get(host);
    if (known) return known;
    const counts = {
      ok: 0,
      changed: 0,
      failed: 0,
      ignored: 0,
      rescued: 0,
      skipped: 0,
      deferred: 0,
      undone: 0,
    };
    const fresh: HostCount = { ...counts, unreachable: 0, frames: 0, seconds: 0, failure: null };
    this.#hosts.set(host, fresh);
    return fresh;
  }
}

type HostCount = { -readonly [Key in Exclude<keyof HostRecap, "host">]: HostRecap[Key] };
