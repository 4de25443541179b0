import { openLineFile } from "./line-file.ts";
import { type LineEntry, readLines } from "./read-lines.ts";
import { runFiles, runsFolder } from "./run-files.ts";

/** What a run notes about itself in order to be resumed. */
export interface Journal {
  /**
   * Adds one entry, which is plain data; secrets in it are redacted. It is with the operating system when this returns,
   * and so outlives lab. Never throws: a disk that is full is told once, and the run can then not be resumed.
   */
  append(entry: object): void;
}

/**
 * The entries of a run's journal, in order; empty for a run without one. A last entry that was cut off is left out.
 * Throws InputError where the file is damaged.
 */
export function readJournal(id: string, runs: string = runsFolder): LineEntry[] {
  return readLines(runFiles(id, runs).journal);
}

/** Adds entries to the journal of a run that has ended, as plain data without secrets. Throws what the disk says. */
export function appendToJournal(id: string, entries: readonly object[], runs: string = runsFolder): void {
  if (entries.length === 0) return;
  const file = openLineFile(runFiles(id, runs).journal);
  try {
    for (const entry of entries) file.append(entry);
    file.sync();
  } finally {
    file.close();
  }
}
