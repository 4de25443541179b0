import { performance } from "node:perf_hooks";
import pLimit from "p-limit";
import { exitCode } from "../errors.ts";
import { undoScript } from "../journal/journal-script.ts";
import { journalsFolder } from "../journal/journals-folder.ts";
import type { UndoRecord } from "../journal/read-undo-records.ts";
import type { Failure } from "./event.ts";
import { hostFailure } from "./host-failure.ts";
import { secondsSince } from "./host-session.ts";
import { outcomeCode } from "./outcome-code.ts";
import { redactEvents } from "./redact-events.ts";
import type { NewEvent } from "./report-tasks.ts";
import type { RunOptions } from "./run-playbook.ts";
import { RunTally } from "./run-tally.ts";
import { Sessions } from "./sessions.ts";
import { undo } from "./take-back.ts";

/** What a rollback needs; mostly as a run does. */
export interface RollbackOptions
  extends Pick<
    RunOptions,
    "run" | "targets" | "transport" | "journals" | "lock" | "forks" | "signal" | "redactor" | "emit"
  > {
  /** The run that is taken back. */
  readonly undoes: string;
  readonly hosts: readonly string[];
}

/**
 * Takes back on each host, in parallel, what a run has changed there, the last change first. Returns the exit code of
 * lab: hosts on which something could not be taken back have failed. Safe to do again. Cost: a connection and one round
 * trip per host. Never throws for what goes wrong on a host.
 */
export async function rollBackRun(options: RollbackOptions): Promise<number> {
  return new Rollback(options).run();
}

class Rollback {
  readonly #options: RollbackOptions;
  readonly #tally = new RunTally();
  readonly #sessions: Sessions;
  readonly #emitRedacted: RunOptions["emit"];
  #hasBug = false;

  constructor(options: RollbackOptions) {
    this.#options = options;
    const { run, hosts, lock, transport, targets, signal, redactor, emit } = options;
    this.#emitRedacted = redactEvents(redactor, emit);
    const open = (machine: string) =>
      transport.open(targets.get(machine) ?? { name: machine, host: machine }, { readOnly: false, signal });
    const onWait = (problem: { readonly message: string }) =>
      this.#emit({ kind: "warning", problem: { message: problem.message } });
    this.#sessions = new Sessions(open, signal, { run, hosts, ...lock, onWait });
  }

  async run(): Promise<number> {
    const start = performance.now();
    const { run, undoes, hosts, forks, signal } = this.#options;
    const name = `rollback of ${undoes}`;
    for (const host of hosts) this.#tally.add(host);
    this.#emit({ kind: "run-start", run, resumes: null, playbook: name, check: false, hosts });
    this.#emit({ kind: "play-start", play: name, hosts, batch: { number: 1, of: 1 } });
    const limit = pLimit(forks);
    try {
      await Promise.all(hosts.map((host) => limit(() => this.#attend(host))));
    } finally {
      await this.#sessions.close();
    }
    const recap = this.#tally.recap;
    const interrupted = signal.aborted;
    this.#emit({ kind: "run-end", check: false, interrupted, seconds: secondsSince(start), recap });
    return interrupted ? exitCode.interrupted : this.#hasBug ? exitCode.internal : outcomeCode(recap);
  }

  async #attend(host: string): Promise<void> {
    const { signal } = this.#options;
    if (signal.aborted) return;
    const start = performance.now();
    try {
      const failure = failureOf(await this.#undo(host));
      if (failure) this.#fail(host, failure);
    } catch (error) {
      if (signal.aborted) return;
      const { isBug, ...failure } = hostFailure(error, null);
      this.#hasBug ||= isBug;
      this.#fail(host, failure);
    }
    this.#tally.spend(host, await this.#sessions.frames(host), secondsSince(start));
    this.#emit({ kind: "host-end", host });
  }

  async #undo(host: string): Promise<UndoRecord[]> {
    const session = await this.#sessions.get(host);
    this.#emit({ kind: "host-connected", host });
    const { undoes, journals = journalsFolder } = this.#options;
    const records = await undo(session, undoScript(undoes, journals, "all"));
    for (const { title, outcome, message } of records) {
      if (outcome === "undone") this.#tally.undo(host);
      this.#emit({ kind: "undo", host, change: title, outcome, message });
    }
    return records;
  }

  #fail(host: string, failure: Failure): void {
    this.#tally.fail(host, failure);
    if (failure.kind === "unreachable") {
      this.#emit({ kind: "host-unreachable", host, failure, ignored: false });
      return;
    }
    this.#tally.count(host, "failed");
    this.#emit({ kind: "host-failed", host, failure });
  }

  #emit(event: NewEvent): void {
    this.#emitRedacted({ at: new Date().toISOString(), ...event });
  }
}

/** What could not be taken back is a failure, whatever the reason: the host is not as it was. */
function failureOf(records: readonly UndoRecord[]): Failure | null {
  const left = records.filter(({ outcome }) => outcome !== "undone" && outcome !== "already");
  if (left.length === 0) return null;
  return {
    kind: "failed",
    task: null,
    message: `${left.length} of ${records.length} changes could not be taken back`,
    detail: left.map(({ title, message }) => `${title}: ${message}`).join("\n"),
    hint: "look at these on the host; what was taken back stays so",
  };
}
