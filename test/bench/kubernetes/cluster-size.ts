/** A cluster that is brought up, and what lab promises of the time it takes. */
export interface ClusterSize {
  /** As it appears in the results. */
  readonly name: string;
  /** The first node is the control plane. */
  readonly nodes: number;
  /** How many times what the script by hand takes. */
  readonly atMost: number;
}

/** The first two show what lab adds to the programs, the last one that hosts are worked on in parallel. */
export const clusterSizes: readonly ClusterSize[] = [
  { name: "a control plane alone", nodes: 1, atMost: 1.15 },
  { name: "a control plane and a worker", nodes: 2, atMost: 1.15 },
  { name: "a control plane and 4 workers", nodes: 5, atMost: 0.9 },
];
