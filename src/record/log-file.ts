import { renameSync, statSync } from "node:fs";
import { pino } from "pino";
import type { LogEntry } from "./log-entry.ts";

/** A log begins anew at this size; the one before is kept. */
const sizeLimit = 10 * 1024 * 1024;

/** A log for people and programs: one JSON object in each line, of bounded size. */
export interface LogFile {
  write(entry: LogEntry, fields: Readonly<Record<string, unknown>>): void;
  close(): void;
}

/** Opens a log to add to it, for its owner alone. Throws what the disk says; what goes wrong later is passed over. */
export function openLogFile(path: string): LogFile {
  turn(path, sizeOf(path));
  const file = pino.destination({ dest: path, sync: true, mode: 0o600 });
  file.on("error", () => {});
  const logger = pino(
    {
      base: { pid: process.pid },
      timestamp: false,
      formatters: { level: (label) => ({ level: label }) },
    },
    file,
  );
  let written = 0;
  return {
    write({ level, time, message, fields: own }, fields) {
      const all = { time, ...fields, ...own };
      logger[level](all, message);
      written += JSON.stringify(all).length + message.length;
      if (written < sizeLimit) return;
      written = 0;
      if (turn(path, sizeOf(path))) file.reopen();
    },
    close: () => file.end(),
  };
}

function turn(path: string, size: number): boolean {
  if (size < sizeLimit) return false;
  renameSync(path, `${path}.1`);
  return true;
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
