import { performance } from "node:perf_hooks";
import { exitCode, type InputProblem, type LockedError } from "../errors.ts";
import type { Target, Transport } from "../transport/transport.ts";
import type { RunEvent } from "./event.ts";
import { hostFailure } from "./host-failure.ts";
import { createHostMemory, type HostMemory } from "./host-memory.ts";
import { secondsSince } from "./host-session.ts";
import type { HostWork } from "./host-work.ts";
import { Loans } from "./loans.ts";
import { outcomeCode } from "./outcome-code.ts";
import type { Redactor } from "./redact.ts";
import { redactEvents } from "./redact-events.ts";
import { type NewEvent, reportTasks } from "./report-tasks.ts";
import { RunJournal } from "./run-journal.ts";
import type { LockOptions } from "./run-lock.ts";
import type { RunNotes } from "./run-notes.ts";
import { type Confirm, type PlayRunOptions, type ReadyPlay, runPlay } from "./run-play.ts";
import { RunTally } from "./run-tally.ts";
import { Sessions } from "./sessions.ts";
import { takeBackRun } from "./take-back.ts";

/** Everything that a run needs. */
export interface RunOptions {
  /** Its id. */
  readonly run: string;
  /** The run that it goes on with. */
  readonly resumes: string | null;
  readonly playbook: string;
  readonly plays: readonly ReadyPlay[];
  readonly targets: ReadonlyMap<string, Target>;
  readonly transport: Transport;
  /** What is noted, and what an earlier run has noted. */
  readonly notes: RunNotes;
  /** What a host has changed in the run is taken back when it fails. */
  readonly rollsBack: boolean;
  /** Where hosts keep the journals of runs; the usual place where not given. */
  readonly journals?: string;
  /** How hosts are locked; in check mode none is. */
  readonly lock: LockOptions;
  /** Largest number of hosts at work at the same time. */
  readonly forks: number;
  readonly check: boolean;
  /** Asks before each task (--step); null asks nothing. */
  readonly confirm: Confirm | null;
  readonly warnings: readonly InputProblem[];
  readonly signal: AbortSignal;
  readonly redactor: Redactor;
  readonly emit: (event: RunEvent) => void;
}

/** What a run came to. */
export interface RunOutcome {
  readonly exitCode: number;
  /** Tasks that changed something, or would; over all hosts. */
  readonly changed: number;
}

/** Runs plays one after another, each on its hosts in parallel. Never throws for what goes wrong on a host. */
export async function runPlaybook(options: RunOptions): Promise<RunOutcome> {
  return new PlaybookRun(options).run();
}

class PlaybookRun {
  readonly #options: RunOptions;
  readonly #tally = new RunTally();
  readonly #sessions: Sessions;
  readonly #loans: Loans;
  readonly #memories = new Map<string, HostMemory>();
  /** The task that each host is at, while it applies something. */
  readonly #tasks = new Map<string, string>();
  readonly #journal: RunJournal;
  readonly #emitRedacted: (event: RunEvent) => void;
  #hasBug = false;

  constructor(options: RunOptions) {
    this.#options = options;
    const { run, journals, redactor } = options;
    this.#emitRedacted = redactEvents(redactor, options.emit);
    const folder = journals === undefined ? {} : { folder: journals };
    this.#journal = new RunJournal({ run, ...folder, redact: (text) => redactor.redact(text) });
    const { transport, targets, check, signal } = options;
    const hosts = new Set(hostsOf(options.plays));
    this.#sessions = new Sessions(
      (machine) =>
        transport.open(targets.get(machine) ?? { name: machine, host: machine }, { readOnly: check, signal }),
      signal,
      check ? null : this.#lockContext(),
      (machine) => {
        if (hosts.has(machine)) this.#emit({ kind: "host-connected", host: machine });
      },
    );
    this.#loans = new Loans(this.#sessions, redactor);
  }

  async run(): Promise<RunOutcome> {
    const start = performance.now();
    const { run, resumes, playbook, plays, check, warnings, signal } = this.#options;
    const hosts = hostsOf(plays);
    for (const host of hosts) this.#tally.add(host);
    this.#emit({ kind: "run-start", run, resumes, playbook, check, hosts });
    for (const problem of warnings) this.#emit({ kind: "warning", problem });
    try {
      for (const play of plays) {
        if (signal.aborted) break;
        const remaining = play.hosts.filter(({ host }) => !this.#tally.hasFailed(host));
        const goesOn = await runPlay({ ...play, hosts: remaining }, this.#playOptions(play));
        const isLost = play.rollsBackRun && remaining.some(({ host }) => this.#tally.hasFailed(host));
        if (isLost) await this.#takeBack();
        // What a host leaves in its cluster is swept up by whoever lent to it.
        await this.#loans.revoke((message) => this.#emit({ kind: "warning", problem: { message } }));
        if (isLost || !goesOn) break;
      }
    } finally {
      await this.#sessions.close();
    }
    for (const host of hosts) this.#tally.spend(host, await this.#sessions.frames(host), 0);
    const recap = this.#tally.recap;
    const interrupted = signal.aborted;
    this.#emit({ kind: "run-end", check, interrupted, seconds: secondsSince(start), recap });
    return {
      exitCode: interrupted ? exitCode.interrupted : this.#hasBug ? exitCode.internal : outcomeCode(recap),
      changed: recap.reduce((sum, host) => sum + host.changed + host.deferred, 0),
    };
  }

  async #takeBack(): Promise<void> {
    const { check, signal, notes, plays } = this.#options;
    if (check || signal.aborted) return;
    const emit = (event: NewEvent) => this.#emit(event);
    const context = { journal: this.#journal, sessions: this.#sessions };
    await takeBackRun(context, (host, record) =>
      reportTasks(host, this.#tally, emit, () => {}).undone(record),
    );
    for (const play of plays) {
      for (const { host } of play.hosts) notes.of(host, this.#keyOf(play)).undone(0);
    }
  }

  #lockContext() {
    const { run, plays, lock } = this.#options;
    const onWait = (error: LockedError) => {
      const message = `${error.host} is ${error.message}; waiting up to ${lock.waitMs / 1000} s for it`;
      this.#emit({ kind: "warning", problem: { message } });
    };
    return { run, ...lock, hosts: hostsOf(plays), onWait };
  }

  #playOptions(play: ReadyPlay): PlayRunOptions {
    const { forks, signal, confirm } = this.#options;
    return {
      forks,
      signal,
      confirm,
      random: Math.random,
      workOf: (host, hooks) => this.#workOf(host, this.#keyOf(play), hooks),
      batchStart: (hosts, batch) => this.#emit({ kind: "play-start", play: play.name, hosts, batch }),
      attend: (host, action) => this.#attend(host, play.ignoreUnreachable, action),
      hostEnd: async (host) => {
        this.#tally.spend(host, await this.#sessions.frames(host), 0);
        this.#emit({ kind: "host-end", host });
      },
      isLost: (host) => this.#tally.hasFailed(host),
      stopped: (message) => this.#emit({ kind: "play-stopped", play: play.name, message }),
    };
  }

  /** Names may occur twice. */
  #keyOf(play: ReadyPlay): string {
    const { plays } = this.#options;
    const before = plays.slice(0, plays.indexOf(play)).filter(({ name }) => name === play.name);
    return `${play.name}#${before.length}`;
  }

  #workOf(
    host: string,
    play: string,
    hooks: Pick<HostWork, "isStopped" | "stopAll" | "throttleOf">,
  ): HostWork {
    const { check, signal } = this.#options;
    const emit = (event: NewEvent) => this.#emit(event);
    return {
      host,
      journal: this.#journal,
      loans: this.#loans,
      notes: this.#options.notes.of(host, play),
      rollsBack: this.#options.rollsBack,
      sessions: this.#sessions,
      memoryOf: (name) => this.#memoryOf(name),
      report: reportTasks(host, this.#tally, emit, (task) => {
        if (task === null) this.#tasks.delete(host);
        else this.#tasks.set(host, task);
      }),
      check,
      signal,
      ...hooks,
    };
  }

  #memoryOf(host: string): HostMemory {
    const known = this.#memories.get(host) ?? createHostMemory();
    this.#memories.set(host, known);
    return known;
  }

  async #attend(host: string, ignoreUnreachable: boolean, action: () => Promise<void>): Promise<void> {
    const start = performance.now();
    try {
      await action();
    } catch (error) {
      await this.#lose(host, error, ignoreUnreachable);
    }
    this.#tally.spend(host, await this.#sessions.frames(host), secondsSince(start));
  }

  /** A host that drops out is reported, and the others go on. */
  async #lose(host: string, error: unknown, ignoreUnreachable: boolean): Promise<void> {
    if (this.#options.signal.aborted) return;
    const { isBug, ...failure } = hostFailure(error, this.#tasks.get(host) ?? null);
    this.#tasks.delete(host);
    this.#hasBug ||= isBug;
    if (failure.kind !== "unreachable") {
      this.#tally.fail(host, failure);
      this.#tally.count(host, "failed");
      this.#emit({ kind: "host-failed", host, failure });
      return;
    }
    await this.#sessions.drop(host);
    if (ignoreUnreachable) this.#tally.count(host, "ignored");
    else this.#tally.fail(host, failure);
    this.#emit({ kind: "host-unreachable", host, failure, ignored: ignoreUnreachable });
  }

  #emit(event: NewEvent): void {
    this.#emitRedacted({ at: new Date().toISOString(), ...event });
  }
}

function hostsOf(plays: readonly ReadyPlay[]): readonly string[] {
  return [...new Set(plays.flatMap((play) => play.hosts.map(({ host }) => host)))];
}
