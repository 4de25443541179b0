import type { RunEvent } from "../engine/event.ts";
import { readLines } from "./read-lines.ts";
import { runFiles, runsFolder } from "./run-files.ts";

/**
 * The events of a run, in order, as far as it got; a last one that was cut off is left out. Throws InputError where the
 * file is damaged. Cost: the whole file in memory.
 */
export function readEvents(id: string, runs: string = runsFolder): RunEvent[] {
  return readLines(runFiles(id, runs).events).filter(isEvent);
}

/** The format of the record says which fields an event of a kind has. */
function isEvent(entry: object): entry is RunEvent {
  return "kind" in entry && typeof entry.kind === "string" && "at" in entry && typeof entry.at === "string";
}
