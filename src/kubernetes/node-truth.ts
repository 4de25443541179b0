import { probeOf } from "../resources/probe.ts";
import { judgeNode } from "./judge-node-truth.ts";
import type { NodeTruth, NodeTruthQuery } from "./node-state.ts";
import { nodeTruthScript, parseNodeTraces } from "./node-traces.ts";

export type { NodeTruth };

/**
 * Asks what a host is to a cluster. Cost: rides in a frame; about ten short processes, and where there is a kubelet.conf one
 * request to the API server, of at most 10 s.
 */
export const nodeTruth = probeOf(
  {
    name: "kubernetes node",
    isShared: true,
    script: nodeTruthScript,
    parse: (stdout, queries: readonly NodeTruthQuery[]): readonly NodeTruth[] => {
      const traces = parseNodeTraces(stdout, queries.length);
      return queries.map((query, index) => judgeNode(query, traces.host, traces.answers[index] ?? null));
    },
  },
  ({ name, endpoint }) => `${name} of ${endpoint}`,
);
