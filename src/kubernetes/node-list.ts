import { probeOf } from "../resources/probe.ts";
import { listAt, textAt } from "./health/object-fields.ts";
import { answeredJson, readToolAnswers, type ToolAnswer, toolCallsScript } from "./kubectl-answer.ts";
import { kubectlCall } from "./kubectl-call.ts";
import { type NodeMarks, nodeMarksOf } from "./node-marks.ts";

/** A Node of a cluster, as much of it as its place in the pod network and its marks are about. */
export interface ListedNode {
  readonly name: string;
  /** What its pods get addresses from, one per family; empty until the controller manager has chosen. */
  readonly podCidrs: readonly string[];
  /** InternalIP, one per family. */
  readonly addresses: readonly string[];
  /** null where its host has departed. */
  readonly marks: NodeMarks | null;
}

/** What the API says of all Nodes, or why it says nothing. */
export type NodeList =
  | { readonly kind: "answered"; readonly nodes: readonly ListedNode[] }
  | { readonly kind: "unanswered"; readonly reason: string };

/**
 * All Nodes of the cluster, by the rights of an administrator; for control planes. A kubelet may only see its own Node
 * (AuthorizeNodeWithSelectors, on by default from 1.32).
 */
export const nodeList = probeOf(
  {
    name: "node list",
    isShared: true,
    script: () => toolCallsScript([kubectlCall(["get", "--raw", "/api/v1/nodes"])]),
    parse: (stdout, queries: readonly Record<string, never>[]): readonly NodeList[] => {
      const state = readNodeList(readToolAnswers(stdout, 1)[0]);
      return queries.map(() => state);
    },
  },
  () => "of the cluster",
);

/** Reads a list of Nodes (core/v1). Pure. */
function readNodeList(answer: ToolAnswer | undefined): NodeList {
  if (answer?.kind !== "answered") return { kind: "unanswered", reason: answer?.reason ?? "" };
  return { kind: "answered", nodes: listAt(answeredJson(answer), "items").map(listedNode) };
}

function listedNode(node: unknown): ListedNode {
  const addresses = listAt(node, "status", "addresses").filter((one) => textAt(one, "type") === "InternalIP");
  return {
    name: textAt(node, "metadata", "name"),
    podCidrs: listAt(node, "spec", "podCIDRs").filter((cidr) => typeof cidr === "string"),
    addresses: addresses.map((one) => textAt(one, "address")),
    marks: nodeMarksOf(node),
  };
}
