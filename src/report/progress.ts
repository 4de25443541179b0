import type { RunEvent, TaskOutcome } from "../engine/event.ts";
import { playLabel } from "./play-label.ts";

/** How far one host is in the current play. */
export interface HostProgress {
  readonly host: string;
  state: "waiting" | "connected" | "running" | "done" | "failed" | "unreachable";
  /** The task that takes time, or the one that failed. */
  task: string;
  /** When `task` started, in ms since 1970; 0 while none runs. */
  since: number;
  /** The last line that the task printed, or the cause of the failure. */
  line: string;
  readonly counts: Record<TaskOutcome, number>;
}

/** How far the current play is. */
export interface Progress {
  readonly play: string;
  readonly check: boolean;
  /** In ms since 1970. */
  readonly startedAt: number;
  readonly hosts: ReadonlyMap<string, HostProgress>;
  /** What hosts will do and nobody could take back. */
  readonly irreversible: ReadonlySet<string>;
  /** Advances by one event; those of unknown hosts are ignored. */
  apply(event: RunEvent): void;
}

/** The progress of a play that has just started. Cost: O(1) per event. */
export function createProgress(start: RunEvent & { kind: "play-start" }, check: boolean): Progress {
  const irreversible = new Set<string>();
  const hosts = new Map(start.hosts.map((host) => [host, waiting(host)] as const));
  return {
    play: playLabel(start),
    check,
    startedAt: Date.parse(start.at),
    hosts,
    irreversible,
    apply(event) {
      if (event.kind === "irreversible") for (const change of event.changes) irreversible.add(change);
      const host = "host" in event ? hosts.get(event.host) : undefined;
      if (host) advance(host, event);
    },
  };
}

function waiting(host: string): HostProgress {
  const counts = { ok: 0, changed: 0, failed: 0, skipped: 0, deferred: 0 };
  return { host, state: "waiting", task: "", since: 0, line: "", counts };
}

function advance(host: HostProgress, event: RunEvent): void {
  switch (event.kind) {
    case "host-connected":
      Object.assign(host, { state: "connected" });
      break;
    case "task-start":
      Object.assign(host, { state: "running", task: event.task, since: Date.parse(event.at), line: "" });
      break;
    case "task-retry":
      host.line = `try ${event.attempt} of ${event.of}: ${cause(event)}`;
      break;
    case "output":
      if (event.line.trim() !== "") host.line = event.line.trim();
      break;
    case "task-end":
      host.counts[event.outcome] += 1;
      if (event.outcome === "failed" && !event.ignored && !event.rescue) {
        Object.assign(host, { state: "failed", task: event.task, since: 0, line: cause(event.failure) });
      } else if (host.state !== "failed") {
        Object.assign(host, { state: "connected", task: "", since: 0, line: "" });
      }
      break;
    case "host-unreachable":
      Object.assign(host, { state: "unreachable", task: "", since: 0, line: cause(event.failure) });
      break;
    case "host-failed":
      Object.assign(host, { state: "failed", task: "", since: 0, line: cause(event.failure) });
      break;
    case "host-end":
      if (host.state !== "failed" && host.state !== "unreachable") host.state = "done";
      break;
  }
}

/** The first line of what went wrong. */
function cause(failure: { readonly message: string } | null): string {
  return failure?.message.split("\n")[0] ?? "";
}
