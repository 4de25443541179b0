import { performance } from "node:perf_hooks";
import pLimit from "p-limit";
import { exitCode, type InputProblem } from "../errors.ts";
import { type HostPlay, tasksOf } from "../playbook/host-task.ts";
import type { Target, Transport } from "../transport/transport.ts";
import { changeSummary } from "./change-summary.ts";
import type { HostRecap, RunEvent } from "./event.ts";
import { hostFailure } from "./host-failure.ts";
import { HostSession, secondsSince } from "./host-session.ts";
import type { Redactor } from "./redact.ts";
import { checkHostPlay, runHostPlay } from "./run-host-play.ts";
import { RunTally } from "./run-tally.ts";
import type { HostReport } from "./task-result.ts";

/** A play, ready to run: what it does on each of its hosts. */
export interface ReadyPlay {
  readonly name: string;
  readonly hosts: readonly HostPlay[];
}

/** An event without its time, which is added when it is emitted. */
type NewEvent = RunEvent extends infer Event ? (Event extends unknown ? Omit<Event, "at"> : never) : never;

/** Everything that a run needs. */
export interface RunOptions {
  readonly playbook: string;
  readonly plays: readonly ReadyPlay[];
  readonly targets: ReadonlyMap<string, Target>;
  readonly transport: Transport;
  /** Largest number of hosts at work at the same time. */
  readonly forks: number;
  readonly check: boolean;
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
  #hasBug = false;
  readonly #sessions = new Map<string, HostSession>();
  /** The task that each host is at, while it applies something. */
  readonly #tasks = new Map<string, string>();

  constructor(options: RunOptions) {
    this.#options = options;
  }

  async run(): Promise<RunOutcome> {
    const start = performance.now();
    const { playbook, plays, check, warnings, signal } = this.#options;
    const hosts = [...new Set(plays.flatMap((play) => play.hosts.map(({ host }) => host)))];
    for (const host of hosts) this.#tally.add(host);
    this.#emit({ kind: "run-start", playbook, check, hosts });
    for (const problem of warnings) this.#emit({ kind: "warning", problem });
    try {
      for (const play of plays) {
        if (signal.aborted) break;
        await this.#runPlay(play);
      }
    } finally {
      await Promise.all([...this.#sessions.values()].map(({ shell }) => shell.close()));
    }
    const recap = this.#tally.recap;
    const interrupted = signal.aborted;
    this.#emit({ kind: "run-end", check, interrupted, seconds: secondsSince(start), recap });
    return {
      exitCode: interrupted ? exitCode.interrupted : this.#hasBug ? exitCode.internal : outcomeCode(recap),
      changed: recap.reduce((sum, host) => sum + host.changed + host.deferred, 0),
    };
  }

  async #runPlay(play: ReadyPlay): Promise<void> {
    const { forks } = this.#options;
    const hosts = play.hosts.filter(({ host }) => !this.#tally.hasFailed(host));
    const tasks = Math.max(0, ...hosts.map((host) => tasksOf(host.steps).length));
    this.#emit({ kind: "play-start", play: play.name, hosts: hosts.map(({ host }) => host), tasks });
    const limit = pLimit(forks);
    await Promise.all(hosts.map((host) => limit(() => this.#runHost(host))));
  }

  async #runHost(play: HostPlay): Promise<void> {
    const { check, signal } = this.#options;
    if (signal.aborted) return;
    const { host } = play;
    const start = performance.now();
    try {
      const session = await this.#session(host);
      const report = this.#report(host);
      await (check ? checkHostPlay(play, session, report) : runHostPlay(play, session, report));
    } catch (error) {
      this.#lose(host, error);
    }
    this.#tally.spend(host, this.#sessions.get(host)?.shell.frames ?? 0, secondsSince(start));
    this.#emit({ kind: "host-end", host });
  }

  async #session(host: string): Promise<HostSession> {
    const known = this.#sessions.get(host);
    if (known) return known;
    const { transport, targets, check, signal } = this.#options;
    const target = targets.get(host) ?? { name: host, host };
    const session = new HostSession(await transport.open(target, { readOnly: check, signal }), signal);
    this.#sessions.set(host, session);
    this.#emit({ kind: "host-connected", host });
    return session;
  }

  /** A host that drops out is reported, and the others go on. */
  #lose(host: string, error: unknown): void {
    if (this.#options.signal.aborted) return;
    const { isBug, ...failure } = hostFailure(error, this.#tasks.get(host) ?? null);
    this.#hasBug ||= isBug;
    this.#tally.fail(host, failure);
    if (failure.kind === "failed") this.#tally.count(host, "failed");
    const kind = failure.kind === "failed" ? "host-failed" : "host-unreachable";
    this.#emit({ kind, host, failure });
  }

  #report(host: string): HostReport {
    return {
      taskStart: (task) => {
        this.#tasks.set(host, task.name);
        this.#emit({ kind: "task-start", host, task: task.name });
      },
      output: (task, line, stream) => {
        if (!task.noLog) this.#emit({ kind: "output", host, task: task.name, stream, line });
      },
      taskEnd: (task, handler, { outcome, message, changes, failure }, seconds) => {
        this.#tasks.delete(host);
        this.#tally.count(host, failure && task.ignoreErrors ? "ignored" : outcome);
        const hidden = task.noLog && failure ? { ...failure, detail: "hidden by no_log" } : failure;
        if (hidden && !task.ignoreErrors) this.#tally.fail(host, hidden);
        this.#emit({
          kind: "task-end",
          host,
          role: task.role,
          task: task.name,
          handler,
          outcome,
          message,
          changes: task.noLog ? [] : changes.map(changeSummary),
          failure: hidden,
          ignored: task.ignoreErrors,
          seconds,
        });
      },
    };
  }

  #emit(event: NewEvent): void {
    const { emit, redactor } = this.#options;
    emit(redactor.redactDeep({ at: new Date().toISOString(), ...event }));
  }
}

function outcomeCode(recap: readonly HostRecap[]): number {
  if (recap.some((host) => host.failure?.kind === "failed")) return exitCode.hostsFailed;
  if (recap.some((host) => host.unreachable > 0)) return exitCode.hostsUnreachable;
  return exitCode.ok;
}
