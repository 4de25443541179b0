import { probeOf } from "../resources/probe.ts";
import { apiFailure } from "./api-failure.ts";
import { clusterNode } from "./health/cluster-node.ts";
import { fieldAt } from "./health/object-fields.ts";
import { answeredJson, readToolAnswers, type ToolAnswer, toolCallsScript } from "./kubectl-answer.ts";
import { kubectlCall } from "./kubectl-call.ts";

/** Annotation of a node that lab has cordoned, and so may uncordon; it tells that to a later run, too. */
export const cordonMark = "lab/cordoned";

/** A Node as the API of its cluster has it, or why that is not known. */
export type NodeObject =
  | {
      readonly kind: "node";
      readonly isReady: boolean;
      /** Why it is not ready, in the kubelet's words; empty where it is. */
      readonly message: string;
      readonly isSchedulable: boolean;
      readonly isCordonedByLab: boolean;
      /** "v1.33.4" */
      readonly kubelet: string;
      readonly isControlPlane: boolean;
    }
  | { readonly kind: "absent" }
  | { readonly kind: "unanswered"; readonly reason: string };

/** Asks a control plane for the Node of a host. Cost: one request. */
export const nodeObject = probeOf(
  {
    name: "node object",
    isShared: true,
    script: (queries: readonly { readonly node: string }[]) =>
      toolCallsScript(
        queries.map(({ node }) => kubectlCall(["get", "--raw", `/api/v1/nodes/${encodeURIComponent(node)}`])),
      ),
    parse: (stdout, queries): readonly NodeObject[] =>
      readToolAnswers(stdout, queries.length).map(readNodeObject),
  },
  ({ node }) => node,
);

/** Reads what kubectl answered about one Node. Pure. */
export function readNodeObject(answer: ToolAnswer): NodeObject {
  if (answer.kind === "unanswered") {
    return apiFailure(answer.reason).kind === "not-found" ? { kind: "absent" } : answer;
  }
  const json = answeredJson(answer);
  const { ready, reason, message, isSchedulable, kubelet, isControlPlane } = clusterNode(json);
  return {
    kind: "node",
    isReady: ready === "True",
    message: [reason, message].filter((text) => text !== "").join(": "),
    isSchedulable,
    isCordonedByLab: fieldAt(json, "metadata", "annotations", cordonMark) !== undefined,
    kubelet,
    isControlPlane,
  };
}
