import type { RunEvent } from "../engine/event.ts";
import { printProblems } from "../input/print-problems.ts";

/** A line of a log. */
export interface LogLine {
  readonly level: "info" | "warn" | "error";
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

/** What the log of a reconciler says of an event: changes, failures and warnings; null for all others. */
export function loggedEvent(event: RunEvent): LogLine | null {
  switch (event.kind) {
    case "warning":
      return warning(printProblems([event.problem], "warning"));
    case "task-end":
      return loggedTask(event);
    case "host-unreachable":
    case "host-failed": {
      const { kind, message, hint } = event.failure;
      const { host } = event;
      // Two reconcilers meet all the time, and one of them waits.
      if (kind === "locked") return { level: "info", message, fields: { host } };
      return warning(message, { host, ...(hint === "" ? {} : { hint }) });
    }
    case "undo":
      return warning(`${event.change}: ${event.outcome}`, { host: event.host });
    case "play-stopped":
      return warning(event.message, { play: event.play });
    default:
      return null;
  }
}

function loggedTask(event: RunEvent & { readonly kind: "task-end" }): LogLine | null {
  const { host, role, task, message, outcome, failure, ignored } = event;
  const fields = { host, ...(role === null ? {} : { role }), task };
  if (outcome === "changed") return { level: "info", message: message || "changed", fields };
  if (outcome !== "failed") return null;
  const detail = failure === null || failure.detail === "" ? {} : { detail: failure.detail };
  return warning(failure?.message ?? message, { ...fields, ...detail, ignored });
}

function warning(message: string, fields: LogLine["fields"] = {}): LogLine {
  return { level: "warn", message, fields };
}
