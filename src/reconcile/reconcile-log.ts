import { pino } from "pino";
import type { RunEvent } from "../engine/event.ts";
import type { Redactor } from "../engine/redact.ts";
import { loggedEvent } from "./logged-event.ts";
import { type TickResult, tickVerdict } from "./tick-result.ts";

/** What a reconciler says of itself: one JSON object in each line, without secrets. */
export interface ReconcileLog {
  /** It begins, listens, or ends. */
  say(message: string, fields?: Readonly<Record<string, unknown>>): void;
  warn(message: string, fields?: Readonly<Record<string, unknown>>): void;
  error(message: string, fields?: Readonly<Record<string, unknown>>): void;
  /** What a run does, as far as it is of interest: changes, failures, warnings. */
  event(event: RunEvent): void;
  tick(number: number, result: TickResult, pauseMs: number): void;
}

const levels = { ok: "info", skipped: "info", partly: "warn", failed: "error" } as const;

/** A log that goes to `file`, the descriptor 1 where it is not given; a reader that goes away ends nothing. */
export function createReconcileLog(redactor: Redactor, file: string | number = 1): ReconcileLog {
  const destination = pino.destination({ dest: file, sync: true });
  destination.on("error", () => {});
  const logger = pino(
    {
      base: { pid: process.pid },
      timestamp: () => `,"time":"${new Date().toISOString()}"`,
      formatters: { level: (label) => ({ level: label }) },
    },
    destination,
  );
  const write = (level: "info" | "warn" | "error", message: string, fields: object = {}): void =>
    logger[level](redactor.redactDeep(fields), redactor.redact(message));
  return {
    say: (message, fields) => write("info", message, fields),
    warn: (message, fields) => write("warn", message, fields),
    error: (message, fields) => write("error", message, fields),
    event(event) {
      const line = loggedEvent(event);
      if (line) write(line.level, line.message, line.fields);
    },
    tick(number, { kind, run, hosts, changed, seconds, message, database }, pauseMs) {
      const verdict = tickVerdict({ kind, run, hosts, changed, seconds, message, database });
      const count = (outcome: string): number => hosts.filter((host) => host.outcome === outcome).length;
      write(levels[verdict], message === "" ? `tick ${verdict}` : message, {
        tick: number,
        outcome: verdict,
        ...(run === null ? {} : { run }),
        hosts: hosts.length,
        failed: count("failed") + count("unreachable"),
        locked: count("locked"),
        changed,
        seconds,
        ...(database === null ? {} : { database }),
        next_seconds: pauseMs / 1000,
      });
    },
  };
}
