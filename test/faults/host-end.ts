import type { HostRecap } from "../../src/engine/event.ts";
import type { HostState } from "./scene/host-state.ts";

/** What a host came to in a fault. */
export interface HostEnd {
  readonly host: string;
  readonly isVictim: boolean;
  /** Once the fault had passed. */
  readonly state: HostState;
  /** What the run said of it; null when it could not say anything any more. */
  readonly recap: HostRecap | null;
  /** How it went on from "between"; null where there was nothing to go on with. */
  readonly resumed: Resumption | null;
  /** Files of which half was to be seen. */
  readonly torn: readonly string[];
}

/** The run that goes on with an unfinished one. */
export interface Resumption {
  /** Lab named the command. */
  readonly isNamed: boolean;
  readonly exitCode: number | null;
  readonly recap: HostRecap | null;
  readonly state: HostState;
}
