import { hereDocument } from "../resources/here-document.ts";
import { shQuote } from "../resources/sh-quote.ts";
import { entryName, entryScript, type JournalEntry } from "./journal-entry.ts";
import { journalLibrary } from "./journal-library.ts";

/** Where a host keeps the journals of runs, one folder each. */
export const journalsFolder = "/var/lib/lab/backups";

/** sh that sets `$lab_journal`. Whoever is not root, on the machine that lab runs on, has journals of their own. */
export function locateJournal(run: string, folder: string): string {
  return `lab_journal=${shQuote(`${folder}/${run}`)}
[ "$(id -u)" = 0 ] || lab_journal=\${XDG_STATE_HOME:-$HOME/.local/state}/lab/backups/${run}`;
}

/**
 * sh, for a shell of its own, that writes entries to the journal of a run, and ends with a non-zero status where it
 * cannot: then nothing must be changed. `isNew`: begins the journal, and removes those of old runs.
 */
export function journalScript(
  run: string,
  folder: string,
  entries: readonly JournalEntry[],
  isNew: boolean,
): string {
  return [
    "umask 077",
    locateJournal(run, folder),
    ...(isNew ? [begin] : []),
    `. "$lab_journal/lib" || exit 1`,
    ...(isNew ? [`lab_begin "$lab_journal"`] : []),
    ...entries.map(entryScript),
  ].join("\n");
}

const everything = `e=\${0%/*}
. "$e/lib"
lab_undo_range "$e" 000001 999999
`;

/** The library goes to its place by a rename, so that it is there whole or not at all. */
const begin = `mkdir -p "$lab_journal" || exit 1
{ cat ${hereDocument(everything)}
} >"$lab_journal/undo" || exit 1
{ cat ${hereDocument(journalLibrary)}
} >"$lab_journal/lib.new" && mv -f "$lab_journal/lib.new" "$lab_journal/lib" || exit 1`;

/** A range of entries: numbers, both included. */
export interface EntryRange {
  readonly first: number;
  readonly last: number;
}

/** Every entry of a journal. */
export const allEntries: EntryRange = { first: 1, last: 999_999 };

/**
 * sh that takes changes back, the last one first, then runs what is to run after that; says of each what became of it.
 * A host without a journal of that run has nothing to take back. Safe to run again.
 */
export function undoScript(run: string, folder: string, { first, last }: EntryRange): string {
  return `${locateJournal(run, folder)}
[ -e "$lab_journal/lib" ] || exit 0
. "$lab_journal/lib"
lab_undo_range "$lab_journal" ${entryName(first)} ${entryName(last)}`;
}
