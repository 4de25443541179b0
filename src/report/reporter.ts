import type { RunEvent } from "../engine/event.ts";
import { createJsonReporter } from "./json-reporter.ts";
import { createListrReporter } from "./listr-reporter.ts";
import { createPaint } from "./paint.ts";
import { createPlainReporter } from "./plain-reporter.ts";
import { sanitizeDeep } from "./sanitize.ts";

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

/** The reporter that fits: JSON lines where asked for, live rows on a terminal, else a line per event. */
export function createReporter(options: ReporterOptions): Reporter {
  const kind = reporterKind(options);
  if (kind === "json") return createJsonReporter(options.stdout);
  const paint = createPaint(options.env, options.isTty);
  const reporter =
    kind === "live" ? createListrReporter({ ...options, paint }) : createPlainReporter({ ...options, paint });
  return {
    handle: (event) => reporter.handle(sanitizeDeep(event)),
    close: () => reporter.close(),
  };
}

/**
 * Which reporter fits. Live rows need a terminal that can move its cursor; a set CI variable rules them out, and so
 * does `-v`, which asks for every line.
 */
export function reporterKind({
  output,
  isTty,
  env,
  verbosity,
}: Pick<ReporterOptions, "output" | "isTty" | "env" | "verbosity">): "json" | "live" | "plain" {
  if (output === "json") return "json";
  const inCi = env.CI !== undefined && env.CI !== "" && env.CI !== "0" && env.CI !== "false";
  const live = output === "auto" && isTty && !inCi && env.TERM !== "dumb" && verbosity < 1;
  return live ? "live" : "plain";
}
