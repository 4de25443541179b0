import { hereDocument } from "../resources/here-document.ts";
import { shQuote } from "../resources/sh-quote.ts";
import { entryName, entryScript, type JournalEntry } from "./journal-entry.ts";
import { journalLibrary } from "./journal-library.ts";

/** sh that sets `$lab_journal`. Whoever is not root, on the machine that lab runs on, has journals of their own. */
export function locateJournal(run: string, folder: string): string {
  return `lab_journal=${shQuote(`${folder}/${run}`)}
[ "$(id -u)" = 0 ] || lab_journal=\${XDG_STATE_HOME:-$HOME/.local/state}/lab/backups/${run}`;
}

/** sh that tells a change the folder of its entry, where it may leave something for its undo. */
export function entryVariable(run: string, folder: string, entry: number): string {
  return `${locateJournal(run, folder)}\nLAB_ENTRY=$lab_journal/${entryName(entry)}; export LAB_ENTRY`;
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
lab_undo_all "$e"
`;

/** The library goes to its place by a rename, so that it is there whole or not at all. */
const begin = `mkdir -p "$lab_journal" || exit 1
{ cat ${hereDocument(everything)}
} >"$lab_journal/undo" || exit 1
{ cat ${hereDocument(journalLibrary)}
} >"$lab_journal/lib.$$" && mv -f "$lab_journal/lib.$$" "$lab_journal/lib" || exit 1`;

/**
 * sh that takes back the changes of entries, given in the order in which they were made, the last one first, then runs what is to run after that; says of each what became of it.
 * A host without a journal of that run has nothing to take back. Safe to run again.
 */
export function undoScript(run: string, folder: string, entries: readonly number[] | "all"): string {
  const numbers = entries === "all" ? "" : entries.map(entryName).join(" ");
  return `${locateJournal(run, folder)}
[ -e "$lab_journal/lib" ] || exit 0
. "$lab_journal/lib"
${entries === "all" ? 'lab_undo_all "$lab_journal"' : `lab_undo "$lab_journal" "${numbers}"`}`;
}
