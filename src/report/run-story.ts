import type { ChangeSummary, Failure, HostRecap, RunEvent, TaskOutcome } from "../engine/event.ts";
import type { InputProblem } from "../errors.ts";
import { derivedRecap } from "./derived-recap.ts";
import { playLabel } from "./play-label.ts";
import { taskLabel } from "./task-label.ts";

type TaskEnd = RunEvent & { kind: "task-end" };

/** One task on one host, as it was; times are in milliseconds since the run began. */
export interface TaskStory {
  /** With its role, a word if it is a handler, and where else it acted. */
  readonly label: string;
  readonly outcome: TaskOutcome;
  readonly startMs: number;
  readonly endMs: number;
  readonly message: string;
  readonly changes: readonly ChangeSummary[];
  readonly failure: Failure | null;
  /** The host went on after the failure, or a rescue followed. */
  readonly isCovered: boolean;
}

/** One host of a run. */
export interface HostStory {
  readonly host: string;
  readonly recap: HostRecap;
  readonly tasks: readonly TaskStory[];
  /** What it was at when the events end, and since when; null where it was at nothing. */
  readonly unfinished: { readonly task: string; readonly startMs: number } | null;
  /** Changes that were taken back, or were to be. */
  readonly undos: readonly (RunEvent & { kind: "undo" })[];
  readonly irreversible: readonly string[];
}

/** A play, or one batch of it. */
export interface PlayStory {
  readonly label: string;
  readonly startMs: number;
}

/** What a run did, put together from its events; also from those of a run that was killed. */
export interface RunStory {
  readonly playbook: string;
  readonly check: boolean;
  /** ISO time; empty where there is no event. */
  readonly start: string;
  /** Until the end of the run, or its last event. */
  readonly durationMs: number;
  readonly plays: readonly PlayStory[];
  /** In the order in which the run named them. */
  readonly hosts: readonly HostStory[];
  readonly warnings: readonly InputProblem[];
  /** Why plays ended for all hosts. */
  readonly stops: readonly string[];
}

type HostEvent = Extract<RunEvent, { host: string }>;

/** Puts events together. Cost: one pass. */
export function tellRun(events: readonly RunEvent[]): RunStory {
  const begin = events.find((event) => event.kind === "run-start");
  const end = events.find((event) => event.kind === "run-end");
  const start = begin?.at ?? events[0]?.at ?? "";
  const startMs = Date.parse(start);
  const since = (at: string): number => Math.max(0, Date.parse(at) - startMs) || 0;
  const ofHosts = new Map<string, HostEvent[]>(begin?.hosts.map((host) => [host, []]));
  for (const event of events) {
    if (!("host" in event)) continue;
    const known = ofHosts.get(event.host);
    if (known) known.push(event);
    else ofHosts.set(event.host, [event]);
  }
  const recaps = new Map(end?.recap.map((recap) => [recap.host, recap]));
  return {
    playbook: begin?.playbook ?? "",
    check: begin?.check ?? false,
    start,
    durationMs: since(events.at(-1)?.at ?? start),
    plays: events.flatMap((event) =>
      event.kind === "play-start" ? [{ label: playLabel(event), startMs: since(event.at) }] : [],
    ),
    hosts: [...ofHosts].map(([host, own]) => tellHost(host, own, recaps.get(host), since)),
    warnings: events.flatMap((event) => (event.kind === "warning" ? [event.problem] : [])),
    stops: events.flatMap((event) =>
      event.kind === "play-stopped" ? [`${event.play}: ${event.message}`] : [],
    ),
  };
}

function tellHost(
  host: string,
  events: readonly HostEvent[],
  recap: HostRecap | undefined,
  since: (at: string) => number,
): HostStory {
  return {
    host,
    recap: recap ?? derivedRecap(host, events),
    tasks: events.flatMap((event) => (event.kind === "task-end" ? [tellTask(event, since)] : [])),
    unfinished: unfinishedTask(events, since),
    undos: events.filter((event) => event.kind === "undo"),
    irreversible: [
      ...new Set(events.flatMap((event) => (event.kind === "irreversible" ? event.changes : []))),
    ],
  };
}

function tellTask(event: TaskEnd, since: (at: string) => number): TaskStory {
  const { outcome, message, changes, failure, ignored, rescue, at, seconds } = event;
  const endMs = since(at);
  return {
    label: taskLabel(event),
    outcome,
    startMs: Math.max(0, endMs - seconds * 1000),
    endMs,
    message,
    changes,
    failure,
    isCovered: ignored || rescue,
  };
}

const milestones: ReadonlySet<RunEvent["kind"]> = new Set([
  "task-start",
  "task-end",
  "host-unreachable",
  "host-failed",
]);

function unfinishedTask(
  events: readonly HostEvent[],
  since: (at: string) => number,
): HostStory["unfinished"] {
  const last = events.findLast(({ kind }) => milestones.has(kind));
  return last?.kind === "task-start" ? { task: last.task, startMs: since(last.at) } : null;
}
