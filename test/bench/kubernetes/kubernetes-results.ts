import type { Summary } from "../statistics.ts";
import type { ClusterSize } from "./cluster-size.ts";

/** What one contender took to bring up clusters of one size. */
export interface ClusterResult {
  /** Wall-clock time of a whole run. */
  readonly seconds: Summary;
  /** Calls of kubeadm and kubectl on all hosts together; of the run with the most. */
  readonly calls: number;
  /** Sum of what these calls took. */
  readonly programSeconds: Summary;
}

/** Both contenders at one size. */
export interface SizeResult {
  readonly size: ClusterSize;
  readonly lab: ClusterResult;
  readonly byHand: ClusterResult;
}

/** Everything that the bench of clusters found. */
export interface KubernetesResults {
  readonly version: string;
  readonly sizes: readonly SizeResult[];
  /** `lab play site.yaml` on a cluster in which nothing is to be changed. */
  readonly converged: {
    readonly nodes: number;
    readonly seconds: Summary;
    /** Largest number of round trips over the shell of one host. */
    readonly frames: number;
    /** Calls of kubeadm and kubectl on all hosts together. */
    readonly calls: number;
  };
}
