import { probeOf } from "../resources/probe.ts";
import { fieldAt, listAt, numberAt, textAt } from "./health/object-fields.ts";
import { answeredJson, readToolAnswers, type ToolAnswer, toolCallsScript } from "./kubectl-answer.ts";
import { kubectlCall } from "./kubectl-call.ts";

/** Which pods are meant. */
export interface WorkloadRef {
  readonly kind: "DaemonSet" | "Deployment";
  readonly namespace: string;
  readonly name: string;
}

/** How far a workload has come. */
export type WorkloadState =
  | { readonly kind: "absent" }
  | { readonly kind: "unanswered"; readonly reason: string }
  | {
      readonly kind: "found";
      /** Every pod is of the newest kind and available, save those on nodes that nobody has heard of for a while. */
      readonly isReady: boolean;
      readonly desired: number;
      readonly available: number;
    };

/** Asks a control plane about workloads. Cost: two calls of the API and one more per further workload. */
export const workloadState = probeOf(
  {
    name: "workload",
    isShared: true,
    script: (queries: readonly WorkloadRef[]) =>
      toolCallsScript([kubectlCall(["get", "--raw", "/api/v1/nodes"]), ...queries.map(callOf)]),
    parse: (stdout, queries): readonly WorkloadState[] => {
      const [nodes, ...answers] = readToolAnswers(stdout, queries.length + 1);
      return answers.map((answer) => readWorkload(answer, nodes));
    },
  },
  ({ kind, namespace, name }) => `${kind} ${namespace}/${name}`,
);

function callOf({ kind, namespace, name }: WorkloadRef) {
  const path = `/apis/apps/v1/namespaces/${namespace}/${kind.toLowerCase()}s/${name}`;
  return kubectlCall(["get", "--raw", path]);
}

/** Reads a DaemonSet or Deployment (apps/v1). Pure. */
export function readWorkload(answer: ToolAnswer, nodes: ToolAnswer | undefined): WorkloadState {
  if (answer.kind === "unanswered") {
    return /NotFound|could not find/.test(answer.reason) ? { kind: "absent" } : answer;
  }
  const object = answeredJson(answer);
  const status = (name: string): number => numberAt(object, "status", name);
  const isSeen = status("observedGeneration") >= numberAt(object, "metadata", "generation");
  const isDaemonSet = textAt(object, "kind") === "DaemonSet";
  const replicas = fieldAt(object, "spec", "replicas");
  const desired = isDaemonSet
    ? status("desiredNumberScheduled")
    : typeof replicas === "number"
      ? replicas
      : 1;
  const updated = status(isDaemonSet ? "updatedNumberScheduled" : "updatedReplicas");
  const available = status(isDaemonSet ? "numberAvailable" : "availableReplicas");
  const needed = Math.max(isDaemonSet ? desired - lostNodes(nodes) : desired, 0);
  return { kind: "found", isReady: isSeen && Math.min(updated, available) >= needed, desired, available };
}

/** Nodes whose kubelet does not answer: their pods cannot become ready, and others need not wait for them. */
function lostNodes(answer: ToolAnswer | undefined): number {
  if (answer?.kind !== "answered") return 0;
  const isLost = (node: unknown): boolean =>
    listAt(node, "status", "conditions").some(
      (condition) => textAt(condition, "type") === "Ready" && textAt(condition, "status") === "Unknown",
    );
  return listAt(answeredJson(answer), "items").filter(isLost).length;
}
