import { type Command, Option } from "commander";
import type { ReporterOptions } from "../report/reporter.ts";
import type { Defaults } from "./defaults.ts";
import { oneOf, positive, wholeNumber } from "./option-values.ts";

/** The options that say how hosts are gone through and how that is shown, as they are parsed. */
export interface ShowArguments {
  readonly diff?: boolean;
  readonly forks: number;
  readonly output: "auto" | "plain" | "json";
  readonly verbose: number;
  readonly lockTimeout: number;
}

/** What they come to. */
export interface ShowFlags {
  readonly forks: number;
  /** How long a host that another run has locked is waited for. */
  readonly lockTimeoutMs: number;
  /** Number of runs whose records are kept. */
  readonly keepRuns: number;
  readonly report: ReporterOptions;
}

/** Gives a command these options. */
export function withShowOptions(command: Command, { settings }: Defaults): Command {
  return command
    .option(
      "-f, --forks <number>",
      "largest number of hosts at work at the same time",
      positive,
      settings.forks ?? 64,
    )
    .option("--lock-timeout <seconds>", "how long to wait for another run on the same hosts", wholeNumber, 0)
    .option("-D, --diff", "show what changes in files", settings.diff)
    .option("--no-diff", "do not, although lab.yaml says so")
    .option(
      "-o, --output <kind>",
      "auto, plain or json",
      oneOf("auto", "plain", "json"),
      settings.output ?? "auto",
    )
    .addOption(
      new Option("-v, --verbose", "show every task and line of output; more of them are the same")
        .argParser((_, count: number) => count + 1)
        .default(0, "not"),
    );
}

/** `asks`: questions are put meanwhile, and would be written over by live rows. */
export function showFlags(options: ShowArguments, { settings }: Defaults, asks: boolean): ShowFlags {
  return {
    forks: options.forks,
    lockTimeoutMs: options.lockTimeout * 1000,
    keepRuns: settings.keep_runs ?? 100,
    report: {
      output: asks && options.output === "auto" ? "plain" : options.output,
      stdout: process.stdout,
      stderr: process.stderr,
      isTty: process.stdout.isTTY === true,
      env: process.env,
      diff: options.diff ?? false,
      verbosity: options.verbose,
    },
  };
}
