import type { Failure, RunEvent } from "../engine/event.ts";

/** A line of the main log, and of the error log where it is an error. */
export interface LogEntry {
  readonly level: "info" | "warn" | "error";
  /** ISO time. */
  readonly time: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
  /** Whole stderr or stack, for the error log alone; may be empty. */
  readonly detail: string;
}

/** A line stays one that can be read; the record of the run has the whole text. */
const messageLimit = 2_000;
const detailLimit = 16_000;

/** What the log says of an event; null for what goes as planned. */
export function logEntry(event: RunEvent): LogEntry | null {
  switch (event.kind) {
    case "run-start": {
      const { playbook, check, resumes, hosts } = event;
      return entry(event, "info", "run begins", { playbook, check, resumes, hosts: hosts.length });
    }
    case "warning": {
      const { message, location } = event.problem;
      return entry(event, "warn", message, location ? { file: location.file, line: location.line } : {});
    }
    case "play-stopped":
      return entry(event, "error", event.message, { play: event.play });
    case "host-unreachable":
      return event.ignored ? null : failureEntry(event, event.failure);
    case "host-failed":
      return failureEntry(event, event.failure);
    case "task-end":
      return event.failure === null || event.ignored || event.rescue
        ? null
        : failureEntry(event, event.failure);
    case "run-end":
      return endEntry(event);
    default:
      return null;
  }
}

/** What the log says of an error that is a bug of lab; its text is redacted already. */
export function bugEntry(stack: string, at: string): LogEntry {
  return entry({ at }, "error", stack.split("\n", 1)[0] ?? "", { bug: true }, stack);
}

function failureEntry(
  { at, host }: { readonly at: string; readonly host: string },
  { kind, task, message, detail, hint }: Failure,
): LogEntry {
  return entry({ at }, "error", message, { host, outcome: kind, task, hint }, detail);
}

function endEntry({ at, interrupted, seconds, recap }: RunEvent & { kind: "run-end" }): LogEntry {
  const changed = recap.reduce((sum, host) => sum + host.changed + host.deferred, 0);
  const failed = recap.filter((host) => host.failure !== null).length;
  return entry({ at }, "info", "run ends", { interrupted, seconds, changed, failed });
}

function entry(
  { at }: { readonly at: string },
  level: LogEntry["level"],
  message: string,
  fields: LogEntry["fields"],
  detail: string = "",
): LogEntry {
  return {
    level,
    time: at,
    message: message.slice(0, messageLimit),
    fields,
    detail: detail.slice(-detailLimit),
  };
}
