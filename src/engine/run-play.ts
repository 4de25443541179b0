import pLimit, { type LimitFunction } from "p-limit";
import type { BatchSize, HostOrder } from "../playbook/compiled-play.ts";
import type { HostLoop, HostPlay, HostTask } from "../playbook/host-task.ts";
import { batchesOf, inOrder } from "./batches.ts";
import { FailureBudget } from "./failure-budget.ts";
import type { HostWork } from "./host-work.ts";
import { comparePositions } from "./position.ts";
import { type HostPause, runHost } from "./run-host.ts";
import type { Resume } from "./walk-play.ts";

/** A play, ready to run. */
export interface ReadyPlay {
  readonly name: string;
  readonly order: HostOrder;
  readonly serial: readonly BatchSize[];
  readonly maxFailPercentage: number | null;
  readonly isLockstep: boolean;
  readonly ignoreUnreachable: boolean;
  readonly anyErrorsFatal: boolean;
  /** As soon as a host fails in it, it ends; all that the run has changed is taken back, on all hosts, and the run ends. */
  readonly rollsBackRun: boolean;
  readonly hosts: readonly ReadyHost[];
}

/** A host of a play; what it does is worked out when it begins, so that nobody pays for hosts that never do. */
export interface ReadyHost {
  readonly host: string;
  play(): HostPlay;
}

/** What `--step` may be told about a task: run it, leave it out, or run it and all that follow. */
export type Confirm = (question: {
  readonly task: string;
  readonly hosts: readonly string[];
}) => Promise<"run" | "skip" | "all">;

/** What a play needs to know of the run around it. */
export interface PlayRunOptions {
  readonly forks: number;
  readonly signal: AbortSignal;
  readonly confirm: Confirm | null;
  readonly random: () => number;
  workOf(host: string, play: Pick<HostWork, "isStopped" | "stopAll" | "throttleOf">): HostWork;
  batchStart(hosts: readonly string[], batch: { readonly number: number; readonly of: number }): void;
  /** Calls `action`, and reports the host where that loses it. Never rejects. */
  attend(host: string, action: () => Promise<void>): Promise<void>;
  hostEnd(host: string): Promise<void>;
  /** Whether a host failed or became unreachable. */
  isLost(host: string): boolean;
  stopped(message: string): void;
}

/** Runs one play: batch after batch, in each the hosts side by side. Returns whether further plays may run. */
export async function runPlay(play: ReadyPlay, options: PlayRunOptions): Promise<boolean> {
  return new PlayRun(play, options).run();
}

class PlayRun {
  readonly #play: ReadyPlay;
  readonly #options: PlayRunOptions;
  readonly #limit: LimitFunction;
  readonly #throttles = new Map<string, LimitFunction>();
  readonly #budget: FailureBudget;
  /** Why the play is over for all hosts; empty when `end_play` says so. */
  #stop: string | null = null;
  #confirm: Confirm | null;

  constructor(play: ReadyPlay, options: PlayRunOptions) {
    this.#play = play;
    this.#options = options;
    this.#limit = pLimit(options.forks);
    this.#budget = new FailureBudget(play.hosts.length, play.maxFailPercentage);
    this.#confirm = options.confirm;
  }

  async run(): Promise<boolean> {
    const play = this.#play;
    const options = this.#options;
    const hosts = inOrder(play.hosts, play.order, options.random);
    const batches = batchesOf(hosts, play.serial);
    for (const [index, batch] of batches.entries()) {
      if (this.#isOver) break;
      options.batchStart(
        batch.map(({ host }) => host),
        { number: index + 1, of: batches.length },
      );
      await this.#runBatch(batch);
      const isWhollyLost = batch.every(({ host }) => this.#budget.lost.has(host));
      if (isWhollyLost && index + 1 < batches.length && play.maxFailPercentage === null) {
        this.#end("all hosts of the batch failed; max_fail_percentage says how many may");
      }
    }
    if (this.#stop === null || this.#stop === "") return true;
    // Whoever interrupts a run knows why it ended.
    if (!options.signal.aborted) options.stopped(this.#stop);
    return false;
  }

  get #isOver(): boolean {
    return this.#stop !== null || this.#options.signal.aborted;
  }

  #end(message: string): void {
    this.#stop ??= message;
  }

  async #runBatch(batch: readonly ReadyHost[]): Promise<void> {
    const hosts = batch.map((host) => new HostRun(host, this.#start(host), this.#options));
    await this.#advance(hosts, { kind: "go" });
    for (;;) {
      const [first, ...rest] = hosts.filter((host) => host.pause !== null).toSorted(byPosition);
      if (!first?.pause) break;
      const group = [first, ...rest.filter((host) => byPosition(first, host) === 0)];
      // In the order in which hosts begin: the first one goes first.
      await this.#release(hosts.filter((host) => group.includes(host)));
    }
  }

  #start(ready: ReadyHost): AsyncGenerator<HostPause, void, Resume> {
    const work = this.#options.workOf(ready.host, {
      isStopped: () => this.#isOver,
      stopAll: (task) => this.#end(this.#fatal(task, ready.host)),
      throttleOf: (task) => this.#throttleOf(task),
    });
    const { isLockstep } = this.#play;
    return runHost(() => ready.play(), work, { isLockstep, asks: this.#confirm !== null });
  }

  #fatal(task: HostTask | HostLoop, host: string): string {
    const word = task.settings.anyErrorsFatal ? "any_errors_fatal" : "run_once";
    return `"${task.name}" failed on ${host}, and ${word} ends the play for all hosts`;
  }

  #throttleOf({ settings: { throttle }, exclusive, id }: HostTask): LimitFunction | null {
    if (exclusive !== null) return this.#limitOf(`exclusive ${exclusive}`, 1);
    return throttle === null ? null : this.#limitOf(id.replace(/#.*/, ""), throttle);
  }

  #limitOf(key: string, most: number): LimitFunction {
    const known = this.#throttles.get(key) ?? pLimit(most);
    this.#throttles.set(key, known);
    return known;
  }

  /** Hosts that wait at one place go on. */
  async #release(group: readonly HostRun[]): Promise<void> {
    const [first] = group;
    const pause = first?.pause;
    if (!first || !pause) return;
    switch (pause.kind) {
      case "meet":
        return this.#advance(group, { kind: await this.#ask(pause.task, group) });
      case "vote": {
        const ends = group.some((host) => host.pause?.kind === "vote" && host.pause.ends);
        if (ends && pause.phase === 1) this.#end("");
        return this.#advance(group, { kind: ends ? "end" : "go" });
      }
      case "once":
        return this.#once(first, group.slice(1));
      case "ran":
        return this.#advance(group, { kind: "go" });
    }
  }

  /** The first host runs the task; the others take over what it came to. */
  async #once(first: HostRun, others: readonly HostRun[]): Promise<void> {
    await this.#advance([first], { kind: "go" });
    const ran = first.pause;
    if (ran?.kind !== "ran") {
      this.#end(`${first.host} was lost at a task with run_once`);
      return this.#advance(others, { kind: "end" });
    }
    await Promise.all([
      this.#advance([first], { kind: "go" }),
      this.#advance(others, { kind: "adopt", result: ran.result }),
    ]);
  }

  async #ask(task: string, group: readonly HostRun[]): Promise<"go" | "skip"> {
    if (this.#confirm === null || this.#isOver) return "go";
    const answer = await this.#confirm({ task, hosts: group.map(({ host }) => host) });
    if (answer === "all") this.#confirm = null;
    return answer === "skip" ? "skip" : "go";
  }

  async #advance(hosts: readonly HostRun[], resume: Resume): Promise<void> {
    await Promise.all(hosts.map((host) => this.#limit(() => this.#step(host, resume))));
  }

  async #step(host: HostRun, resume: Resume): Promise<void> {
    if (this.#options.signal.aborted) return host.abandon();
    if (host.isNew && this.#isOver) return host.abandon();
    await host.advance(resume);
    if (!this.#options.isLost(host.host)) return;
    this.#budget.lose(host.host);
    if (this.#budget.isExceeded) this.#end(this.#budget.message);
    const { anyErrorsFatal, rollsBackRun } = this.#play;
    // Nothing is changed that would only be taken back.
    if (anyErrorsFatal || rollsBackRun) {
      const word = rollsBackRun ? "rollback: run" : "any_errors_fatal";
      this.#end(`${host.host} failed, and ${word} ends the play for all hosts`);
    }
  }
}

function byPosition(a: HostRun, b: HostRun): number {
  if (!a.pause || !b.pause) return 0;
  return a.pause.phase - b.pause.phase || comparePositions(a.pause.position, b.pause.position);
}

/** One host in a batch: where it waits, and how it goes on. */
class HostRun {
  readonly host: string;
  /** Null while it works, and when it is done. */
  pause: HostPause | null = null;
  isNew = true;
  readonly #work: AsyncGenerator<HostPause, void, Resume>;
  readonly #options: PlayRunOptions;

  constructor({ host }: ReadyHost, work: AsyncGenerator<HostPause, void, Resume>, options: PlayRunOptions) {
    this.host = host;
    this.#work = work;
    this.#options = options;
  }

  /** Goes on to where the host has to wait, or to its end. Never rejects. */
  async advance(resume: Resume): Promise<void> {
    this.isNew = false;
    this.pause = null;
    await this.#options.attend(this.host, async () => {
      const next = await this.#work.next(resume);
      this.pause = next.done ? null : next.value;
    });
    if (this.pause === null) await this.#options.hostEnd(this.host);
  }

  /** It takes no further part. */
  abandon(): void {
    this.pause = null;
  }
}
