import type { JournalEntry } from "../journal/journal-entry.ts";
import { entryVariable, journalScript, undoScript } from "../journal/journal-script.ts";
import { journalsFolder } from "../journal/journals-folder.ts";
import type { HostTask } from "../playbook/host-task.ts";
import type { Change, PathImage } from "../resources/change.ts";
import { shownTitle } from "./shown-title.ts";

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
  /** Takes the secrets of the run out of a text. */
  readonly redact: (text: string) => string;
}

/** The content of a file, as far as lab has seen it. */
function textOf(image: PathImage): string {
  const content = image.kind === "file" ? image.content : null;
  if (content?.kind === "text") return content.text;
  return content?.kind === "base64" ? Buffer.from(content.base64, "base64").toString("latin1") : "";
}

/** What a run has changed: by which host, on which machine, in which order. The journals themselves are on the machines. */
export class RunJournal {
  readonly #run: string;
  readonly #folder: string;
  readonly #redact: (text: string) => string;
  /** One count for all machines, of which an inventory may name one twice. */
  #next = 1;
  readonly #begun = new Set<string>();
  readonly #made = new Map<string, MadeChange[]>();

  constructor({ run, folder = journalsFolder, redact }: JournalOptions) {
    this.#run = run;
    this.#folder = folder;
    this.#redact = redact;
  }

  /** Prepares the entries for what a task of `host` is about to change on `machine`; no secret reaches its disk. */
  keep(host: string, machine: string, task: HostTask, changes: readonly Change[]): KeptChanges {
    const first = this.#next;
    this.#next += changes.length;
    const entries = changes.map((change, index): JournalEntry => {
      const isSecret = change.secret === true || task.settings.noLog || this.#holdsSecret(change);
      return { number: first + index, title: this.#redact(shownTitle(task, change)), change, isSecret };
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

  /** How much a host has changed so far, for `take`. */
  mark(host: string): number {
    return this.#of(host).length;
  }

  /** What a host has changed since `mark`, in the order in which it did; it then counts as taken back. */
  take(host: string, mark: number): readonly MadeChange[] {
    return this.#of(host).splice(mark);
  }

  /** What all hosts have changed in the run, in the order in which it was begun; it then counts as taken back. */
  takeAll(): readonly (MadeChange & { readonly host: string })[] {
    const all = [...this.#made].flatMap(([host, made]) => made.map((change) => ({ ...change, host })));
    this.#made.clear();
    return all.toSorted((a, b) => a.entry - b.entry);
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

  /** In what takes it back: the undo of a command, or what stands at a path now. */
  #holdsSecret(change: Change): boolean {
    const text = change.kind === "run" ? (change.undo ?? "") : textOf(change.before);
    return this.#redact(text) !== text;
  }
}
