import { probeOf } from "../resources/probe.ts";
import { listAt, textAt } from "./health/object-fields.ts";
import { answeredJson, readToolAnswers, type ToolAnswer, toolCallsScript } from "./kubectl-answer.ts";
import { kubectlCall } from "./kubectl-call.ts";

/** A Node, as much of it as its place in the pod network is about. */
export interface NodeNetwork {
  readonly name: string;
  /** What its pods get addresses from, one per family; empty until the controller manager has chosen. */
  readonly podCidrs: readonly string[];
  /** InternalIP, one per family. */
  readonly addresses: readonly string[];
}

/** What the API says of all Nodes, or why it says nothing. */
export type NodeNetworks =
  | { readonly kind: "answered"; readonly nodes: readonly NodeNetwork[] }
  | { readonly kind: "unanswered"; readonly reason: string };

/**
 * All Nodes of the cluster, by the rights of an administrator; for control planes. A kubelet may only see its own Node
 * (AuthorizeNodeWithSelectors, on by default from 1.32).
 */
export const nodeNetworks = probeOf(
  {
    name: "node networks",
    isShared: true,
    script: () => toolCallsScript([kubectlCall(["get", "--raw", "/api/v1/nodes"])]),
    parse: (stdout, queries: readonly Record<string, never>[]): readonly NodeNetworks[] => {
      const state = readNodeNetworks(readToolAnswers(stdout, 1)[0]);
      return queries.map(() => state);
    },
  },
  () => "of the cluster",
);

/** Reads a list of Nodes (core/v1). Pure. */
function readNodeNetworks(answer: ToolAnswer | undefined): NodeNetworks {
  if (answer?.kind !== "answered") return { kind: "unanswered", reason: answer?.reason ?? "" };
  return { kind: "answered", nodes: listAt(answeredJson(answer), "items").map(nodeNetwork) };
}

function nodeNetwork(node: unknown): NodeNetwork {
  const addresses = listAt(node, "status", "addresses").filter((one) => textAt(one, "type") === "InternalIP");
  return {
    name: textAt(node, "metadata", "name"),
    podCidrs: listAt(node, "spec", "podCIDRs").filter((cidr) => typeof cidr === "string"),
    addresses: addresses.map((one) => textAt(one, "address")),
  };
}
