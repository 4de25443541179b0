import type { Failure } from "../../src/engine/event.ts";
import type { EndedPlay } from "../e2e/start-play.ts";
import type { FaultHost } from "./scene/fault-host.ts";
import type { HostState } from "./scene/host-state.ts";
import type { Scene } from "./scene/scene.ts";

/** What befalls a host or the machine that lab runs on, what lab promises of it, and how that is seen. */
export interface Fault {
  readonly name: string;
  readonly promise: string;
  /** Makes it happen to a run, and waits for the run's end. What it broke on the hosts may stay broken. */
  inject(stage: Stage): Promise<Incident>;
  /** Repairs what it broke, so that the hosts can be looked at. */
  heal?(stage: Stage): Promise<unknown>;
  readonly expect: Expectation;
}

/** Where a fault takes place; all hosts are in the state "before". */
export interface Stage {
  readonly scene: Scene;
  /** The host that it befalls, unless it befalls all. */
  readonly victim: FaultHost;
  readonly others: readonly FaultHost[];
  /** Victim and others. */
  readonly hosts: readonly FaultHost[];
}

/** What was seen of a fault beside the state of the hosts. */
export interface Incident {
  readonly play: EndedPlay;
  /** Sentences about what was measured. */
  readonly notes?: readonly string[];
  /** Promises that were broken, other than about the run and the hosts. */
  readonly broken?: readonly string[];
}

/** What the run and its hosts must have come to. */
export interface Expectation {
  /** Null when lab itself was killed; "any" where a promise says more. */
  readonly exitCode: number | null | "any";
  readonly victim: HostExpectation;
  readonly others: HostExpectation;
}

/** What a host must have come to once the fault has passed. */
export interface HostExpectation {
  /** One of these; "between" only as unfinished, and the run that goes on must then converge it. */
  readonly state: readonly HostState["kind"][];
  /** Of its failure; null for none. Left out where it may or may not have one. */
  readonly failure?: {
    readonly kind: Failure["kind"];
    readonly says: RegExp;
  } | null;
}
