import type { ReporterOptions } from "../report/reporter.ts";
import type { LoginFlags } from "./host-targets.ts";
import type { Listing } from "./list-plays.ts";
import type { RunFlags } from "./prepare-run.ts";

/** The flags of `lab play`. */
export interface PlayFlags extends RunFlags, LoginFlags {
  readonly check: boolean;
  readonly detailedExitcode: boolean;
  /** Checks, says that all is well, and stops. */
  readonly syntaxCheck: boolean;
  /** Lists what is asked for, and stops. */
  readonly list: Listing;
  /** Name of the task to begin with. */
  readonly startAtTask?: string;
  /** Asks before each task. */
  readonly step: boolean;
  readonly forks: number;
  /** Number of runs whose records are kept. */
  readonly keepRuns: number;
  /** What a host has changed is taken back when it fails. */
  readonly rollbackOnFailure: boolean;
  /** How long a host that another run has locked is waited for. */
  readonly lockTimeoutMs: number;
  readonly report: ReporterOptions;
}
