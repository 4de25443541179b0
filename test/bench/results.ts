import type { KubernetesResults } from "./kubernetes/kubernetes-results.ts";
import type { Machine } from "./machine.ts";
import type { Summary } from "./statistics.ts";

/** What was measured of one contender. */
export interface ContenderResult {
  readonly name: string;
  /** Wall-clock time of a whole run over all hosts. */
  readonly seconds: Summary;
  /** Received and sent by one host in one run, with all headers. */
  readonly bytesPerHost: number;
}

/** Everything that one run of the bench found. */
export interface Results {
  readonly date: Date;
  readonly machine: Machine;
  readonly hosts: number;
  readonly resources: number;
  readonly lab: ContenderResult;
  readonly byHand: ContenderResult;
  readonly ansible: ContenderResult;
  /** Largest number of round trips over the shell of one host, in one run of lab. */
  readonly frames: number;
  /** Bytes; of several runs of lab. */
  readonly peakMemory: Summary;
  readonly labVersionSeconds: Summary;
  readonly emptyNodeSeconds: Summary;
  readonly kubernetes: KubernetesResults;
}
