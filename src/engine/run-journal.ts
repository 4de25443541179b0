import type { JournalEntry } from "../journal/journal-entry.ts";
import { entryVariable, journalScript, undoScript } from "../journal/journal-script.ts";
import { journalsFolder } from "../journal/journals-folder.ts";
import type { Change } from "../resources/change.ts";

/** A change that a host made, on itself or where it was delegated to. */
export interface MadeChange {
  readonly machine: string;
  /** Of its entry in the journal of the machine. */
  readonly entry: number;
}

/** Entries that are about to be written, before the changes that they are for. */
export interface KeptChanges {
  readonly script: string;
  /** Line of sh by which a change, counted from 0, knows the folder of its entry as `LAB_ENTRY`. */
  readonly entryOf: (index: number) => string;
  /** Where the machine finds them. */
  readonly place: { readonly run: string; readonly folder: string; readonly entries: readonly number[] };
  /** To be called once the host has written them. */
  readonly onKept: () => void;
}

/** What a run needs for its journals on the hosts. */
export interface JournalOptions {
  /** Id of the run. */
  readonly run: string;
  /** Where hosts keep journals. */
  readonly folder?: string;
  readonly holdsSecret: (text: string) => boolean;
}

/** What a run has changed: by which host, on which machine, in which order. The journals themselves are on the machines. */
export class RunJournal {
  readonly #run: string;
  readonly #folder: string;
  readonly #holdsSecret: (text: string) => boolean;
  /** One count for all machines, of which an inventory may name one twice. */
  #next = 1;
  readonly #begun = new Set<string>();
  readonly #made = new Map<string, MadeChange[]>();

  constructor({ run, folder = journalsFolder, holdsSecret }: JournalOptions) {
    this.#run = run;
    this.#folder = folder;
    this.#holdsSecret = holdsSecret;
  }

  /** Prepares the entries for what a task of `host` is about to change on `machine`. */
  keep(host: string, machine: string, changes: readonly Change[]): KeptChanges {
    const first = this.#next;
    this.#next += changes.length;
    const entries = changes.map((change, index): JournalEntry => {
      const isSecret = change.secret === true || (change.kind === "run" && this.#isSecret(change.undo));
      return { number: first + index, change, isSecret };
    });
    // Counted before the host is told: where the link breaks then, nobody knows whether it was done.
    this.#of(host).push(...entries.map(({ number }) => ({ machine, entry: number })));
    return {
      entryOf: (index) => entryVariable(this.#run, this.#folder, first + index),
      place: { run: this.#run, folder: this.#folder, entries: entries.map(({ number }) => number) },
      script: journalScript(this.#run, this.#folder, entries, !this.#begun.has(machine)),
      onKept: () => void this.#begun.add(machine),
    };
  }

  /** How much a host has changed so far, for `since`. */
  mark(host: string): number {
    return this.#of(host).length;
  }

  /** What a host has changed since `mark`, in the order in which it did; it then counts as taken back. */
  take(host: string, mark: number): readonly MadeChange[] {
    return this.#of(host).splice(mark);
  }

  /** sh that takes entries of a machine back. */
  undoScript(entries: readonly number[]): string {
    return undoScript(this.#run, this.#folder, entries);
  }

  #of(host: string): MadeChange[] {
    const known = this.#made.get(host) ?? [];
    this.#made.set(host, known);
    return known;
  }

  #isSecret(text: string | undefined): boolean {
    return text !== undefined && this.#holdsSecret(text);
  }
}
