import type { LoginFlags } from "./host-targets.ts";
import type { Listing } from "./list-plays.ts";
import type { RunFlags } from "./prepare-run.ts";
import type { ShowFlags } from "./show-options.ts";

/** The flags of `lab play`. */
export interface PlayFlags extends RunFlags, LoginFlags, ShowFlags {
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
  /** The run to go on with: its id, true for the last one of the playbook, null for none. */
  readonly resume: string | true | null;
  /** What a host has changed is taken back when it fails. */
  readonly rollbackOnFailure: boolean;
}
