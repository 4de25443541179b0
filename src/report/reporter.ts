import type { RunEvent } from "../engine/event.ts";

/** Shows a run as it happens. */
export interface Reporter {
  /** Takes the next event; never throws because of what a host said. */
  handle(event: RunEvent): void;
  /** Writes what is outstanding and leaves the terminal as it was; also after an interruption. Waits for nothing else. */
  close(): Promise<void>;
}

/** Where and how a run is shown. */
export interface ReporterOptions {
  readonly output: "auto" | "plain" | "json";
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
  /** stdout is a terminal. */
  readonly isTty: boolean;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Show the changes themselves, at the end of the run. */
  readonly diff: boolean;
  /** Number of `-v`. */
  readonly verbosity: number;
}
