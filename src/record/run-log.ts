import { join } from "node:path";
import type { RunEvent } from "../engine/event.ts";
import { bugEntry, type LogEntry, logEntry } from "./log-entry.ts";
import type { LogFile } from "./log-file.ts";

/** What a run says to the logs of the project: `lab.log` has a line for what matters, `error.log` errors in full. */
export interface RunLog {
  /** Takes an event, which is redacted already. */
  write(event: RunEvent): void;
  /** Takes an error that is a bug of lab, with its stack, redacted already. */
  bug(stack: string): void;
  /** Writes what is outstanding. */
  close(): Promise<void>;
}

/**
 * The logs of a run. What writes them is loaded once the first host is being talked to, when lab waits anyway: start-up
 * pays nothing for it. Never throws: where the logs cannot be written, there are none.
 */
export function openRunLog(run: string, folder: string = ".lab"): RunLog {
  const waiting: LogEntry[] = [];
  let loading: Promise<void> | null = null;
  let logs: Logs | null = null;

  const flush = (): void => {
    for (const entry of logs ? waiting.splice(0) : []) logs?.write(entry, run);
  };
  const load = async (): Promise<void> => {
    try {
      const { openLogFile } = await import("./log-file.ts");
      logs = new Logs(folder, openLogFile);
      flush();
    } catch {
      // A disk that cannot be written was said by the record already.
    }
  };
  const add = (entry: LogEntry | null): void => {
    if (entry !== null) waiting.push(entry);
    flush();
  };

  return {
    write(event) {
      add(logEntry(event));
      if ("host" in event) loading ??= load();
    },
    bug: (stack) => add(bugEntry(stack, new Date().toISOString())),
    async close() {
      loading ??= load();
      await loading;
      logs?.close();
    },
  };
}

class Logs {
  readonly #open: (path: string) => LogFile;
  readonly #folder: string;
  readonly #main: LogFile;
  #errors: LogFile | null = null;

  constructor(folder: string, open: (path: string) => LogFile) {
    this.#open = open;
    this.#folder = folder;
    this.#main = open(join(folder, "lab.log"));
  }

  write(entry: LogEntry, run: string): void {
    this.#main.write(entry, { run });
    if (entry.level !== "error") return;
    this.#errors ??= this.#open(join(this.#folder, "error.log"));
    this.#errors.write(entry, entry.detail === "" ? { run } : { run, detail: entry.detail });
  }

  close(): void {
    this.#main.close();
    this.#errors?.close();
  }
}
