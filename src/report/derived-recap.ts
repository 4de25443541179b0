import type { Failure, HostRecap, RunEvent } from "../engine/event.ts";

/**
 * The counters of a host as its events tell them, for a run that could not write its own. Failures that a rescue made
 * up for cannot be told from others that a rescue followed, and count as rescued.
 */
export function derivedRecap(host: string, events: readonly RunEvent[]): HostRecap {
  const ends = events.filter((event) => event.kind === "task-end");
  const count = (isMeant: (end: (typeof ends)[number]) => boolean): number => ends.filter(isMeant).length;
  const losses = events.filter((event) => event.kind === "host-unreachable" && !event.ignored);
  const failures = events.flatMap(failureOf);
  return {
    host,
    ok: count(({ outcome }) => outcome === "ok"),
    changed: count(({ outcome }) => outcome === "changed"),
    failed: failures.filter(({ kind }) => kind !== "unreachable").length,
    ignored: count(({ failure, ignored }) => failure !== null && ignored),
    rescued: count(({ failure, rescue }) => failure !== null && rescue),
    skipped: count(({ outcome }) => outcome === "skipped"),
    deferred: count(({ outcome }) => outcome === "deferred"),
    unreachable: losses.length > 0 ? 1 : 0,
    undone: events.filter((event) => event.kind === "undo" && event.outcome === "undone").length,
    frames: 0,
    seconds: secondsOf(events),
    failure: failures[0] ?? null,
  };
}

/** A failure that nothing covers. */
function failureOf(event: RunEvent): Failure[] {
  if (event.kind === "host-failed") return [event.failure];
  if (event.kind === "host-unreachable") return event.ignored ? [] : [event.failure];
  if (event.kind !== "task-end" || event.failure === null || event.ignored || event.rescue) return [];
  return [event.failure];
}

function secondsOf(events: readonly RunEvent[]): number {
  const [first, last] = [events[0], events.at(-1)];
  return first && last ? (Date.parse(last.at) - Date.parse(first.at)) / 1000 : 0;
}
