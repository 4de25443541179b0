import type { ReporterOptions } from "../report/reporter.ts";
import type { Target } from "../transport/transport.ts";
import type { Listing } from "./list-plays.ts";
import type { RunFlags } from "./prepare-run.ts";

/** How to log in, where flags and lab.yaml say it of every host. */
export type Login = Pick<Target, "user" | "key" | "password" | "becomePassword" | "connectTimeoutMs">;

/** The flags of `lab play`. */
export interface PlayFlags extends RunFlags {
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
  readonly report: ReporterOptions;
  /** Wins over the inventory. */
  readonly login: Login;
  readonly askPass: boolean;
  readonly askBecomePass: boolean;
}
