import { createPaint } from "./paint.ts";
import type { Reporter, ReporterOptions } from "./reporter.ts";
import { sanitizeDeep } from "./sanitize.ts";

/** The reporter that fits: JSON lines where asked for, live rows on a terminal, else a line per event. Loads no other. */
export async function createReporter(options: ReporterOptions): Promise<Reporter> {
  const kind = reporterKind(options);
  if (kind === "json") return (await import("./json-reporter.ts")).createJsonReporter(options.stdout);
  const paint = createPaint(options.env, options.isTty);
  const reporter =
    kind === "live"
      ? (await import("./listr-reporter.ts")).createListrReporter({ ...options, paint })
      : (await import("./plain-reporter.ts")).createPlainReporter({ ...options, paint });
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
