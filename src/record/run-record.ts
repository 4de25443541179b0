import { performance } from "node:perf_hooks";
import type { RunEvent } from "../engine/event.ts";
import type { InputProblem } from "../errors.ts";
import type { Journal } from "./journal.ts";
import { type LineFile, openLineFile } from "./line-file.ts";
import type { RunFacts, RunTotals } from "./run-facts.ts";
import { runFiles } from "./run-files.ts";
import { writeFacts } from "./write-facts.ts";

/** What a record needs of its run. */
export interface RecordHooks {
  readonly redact: <T>(value: T) => T;
  /** Called once, when something cannot be written; the run goes on without a record. */
  readonly trouble: (problem: InputProblem) => void;
}

/** Output of hosts is kept up to this size; all else is. */
const outputLimit = 16 * 1024 * 1024;

/** Waiting for the disk takes at most this share of a run's time, or a slow disk would hold up all hosts. */
const syncShare = 1 / 20;

/**
 * The record of a run while it is written. What was written is with the operating system at once, so that it outlives
 * lab; it is with the disk before something is applied, and at the end. Nothing here throws.
 */
export class RunRecord {
  readonly id: string;
  /** Its folder; to be named where the run failed. */
  readonly folder: string;
  readonly journal: Journal;
  readonly #facts: RunFacts;
  readonly #factsPath: string;
  readonly #hooks: RecordHooks;
  readonly #events: LineFile;
  readonly #journalFile: LineFile;
  #isBroken = false;
  #hasEnded = false;
  #output = 0;
  #totals: RunTotals | null = null;
  #nextSync = 0;

  /** Creates the files in the folder of the run, which is there. Throws what the disk says. */
  constructor(facts: RunFacts, runs: string, hooks: RecordHooks) {
    const files = runFiles(facts.id, runs);
    this.id = facts.id;
    this.folder = files.folder;
    this.#facts = facts;
    this.#factsPath = files.facts;
    this.#hooks = hooks;
    writeFacts(files.facts, facts);
    this.#events = openLineFile(files.events);
    this.#journalFile = openLineFile(files.journal);
    this.journal = {
      append: (entry) =>
        this.#attempt(() => {
          if (!this.#hasEnded) this.#journalFile.append(hooks.redact(entry));
        }),
    };
  }

  /** Takes the next event of the run, which is redacted already. */
  write(event: RunEvent): void {
    if (event.kind === "run-end") this.#totals = totalsOf(event);
    const kept = event.kind === "output" ? this.#kept(event) : event;
    if (kept === null) return;
    this.#attempt(() => {
      if (this.#hasEnded) return;
      this.#events.append(kept);
      if (event.kind === "task-start") this.#sync();
    });
  }

  /** Notes how the run ended, and closes the files; only the first time counts. */
  end(exitCode: number): void {
    if (this.#hasEnded) return;
    this.#hasEnded = true;
    this.#attempt(() => {
      this.#nextSync = 0;
      this.#sync();
    });
    const end = new Date().toISOString();
    // Tried after a trouble as well: space may have come free, and a run without an end looks killed.
    this.#attempt(
      () => writeFacts(this.#factsPath, { ...this.#facts, end, exitCode, totals: this.#totals }),
      true,
    );
    for (const file of [this.#events, this.#journalFile]) this.#attempt(() => file.close(), true);
  }

  /** A line of output while there is room for it, then once a line that says so, then nothing. */
  #kept(event: RunEvent & { kind: "output" }): RunEvent | null {
    const before = this.#output;
    this.#output += event.line.length;
    if (this.#output <= outputLimit) return event;
    return before <= outputLimit ? { ...event, line: "[... further output is not recorded ...]" } : null;
  }

  #sync(): void {
    const start = performance.now();
    if (start < this.#nextSync) return;
    this.#events.sync();
    this.#journalFile.sync();
    const cost = performance.now() - start;
    this.#nextSync = start + cost / syncShare;
  }

  #attempt(action: () => void, always = false): void {
    if (this.#isBroken && !always) return;
    try {
      action();
    } catch (error) {
      if (!this.#isBroken) this.#hooks.trouble(recordTrouble(error));
      this.#isBroken = true;
    }
  }
}

/** What is said when a record cannot be written. */
export function recordTrouble(error: unknown): InputProblem {
  const reason = error instanceof Error ? error.message : String(error);
  return {
    message: `the record of this run cannot be written: ${reason}`,
    hint: "the run goes on, and cannot be resumed; make room, or let lab write to .lab in this folder",
  };
}

function totalsOf({ recap }: RunEvent & { kind: "run-end" }): RunTotals {
  return {
    changed: recap.reduce((sum, host) => sum + host.changed + host.deferred, 0),
    failed: recap.filter((host) => host.failure !== null && host.unreachable === 0).length,
    unreachable: recap.filter((host) => host.unreachable > 0).length,
  };
}
