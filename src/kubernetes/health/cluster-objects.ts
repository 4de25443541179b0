import { probeOf } from "../../resources/probe.ts";
import { answeredJson, readToolAnswers, type ToolAnswer, toolCallsScript } from "../kubectl-answer.ts";
import { kubectlCall } from "../kubectl-call.ts";
import { clusterNode } from "./cluster-node.ts";
import { clusterPod } from "./cluster-pod.ts";
import { daemonSet, deployment } from "./cluster-workload.ts";
import type { ClusterObjects } from "./judge-cluster.ts";
import { listAt } from "./object-fields.ts";

/** What the API says of a cluster, or why it said nothing. */
export type ClusterAnswer =
  | { readonly kind: "answered"; readonly objects: ClusterObjects }
  | { readonly kind: "unanswered"; readonly reason: string };

/** Asked for as they are: else kubectl would first ask which APIs there are, and write that to disk. */
const lists = [
  "/api/v1/nodes",
  "/api/v1/pods",
  "/apis/apps/v1/daemonsets",
  "/apis/apps/v1/namespaces/kube-system/deployments",
];

/** Asks a control plane what the API says of its cluster. Cost: four calls of kubectl; at most 10 s where nobody answers. */
export const clusterObjects = probeOf(
  {
    name: "cluster objects",
    isShared: true,
    script: () => toolCallsScript(lists.map((path) => kubectlCall(["get", "--raw", path]))),
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const answer = readClusterAnswer(readToolAnswers(stdout, lists.length));
      return queries.map(() => answer);
    },
  },
  () => "of the cluster",
);

/** Reads what the four calls answered. Pure. Throws InternalError where one printed no JSON. */
export function readClusterAnswer(answers: readonly ToolAnswer[]): ClusterAnswer {
  const unanswered = answers.find((answer) => answer.kind === "unanswered");
  if (unanswered) return unanswered;
  const [nodes = [], pods = [], daemonSets = [], deployments = []] = answers.map((answer) =>
    answer.kind === "answered" ? listAt(answeredJson(answer), "items") : [],
  );
  return {
    kind: "answered",
    objects: {
      nodes: nodes.map(clusterNode),
      pods: pods.map(clusterPod),
      workloads: [...daemonSets.map(daemonSet), ...deployments.map(deployment)],
    },
  };
}
