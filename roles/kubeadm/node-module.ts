import { nodeTruth } from "../../src/kubernetes/node-truth.ts";
import type { Module } from "../../src/resources/module.ts";
import { resource } from "../../src/resources/resource.ts";
import { type NodeGoal, planNode } from "./plan-node.ts";

/** What the modules are given by the role; not for playbooks. */
export interface NodeArguments {
  /** Host and port of the API server. */
  readonly endpoint: string;
  readonly goal: NodeGoal;
}

/** A module that makes the host a node of its cluster, by init or join as its goal says. */
function nodeModule(name: string, summary: string): Module<NodeArguments> {
  return {
    name,
    summary,
    schema: {
      type: "object",
      additionalProperties: false,
      required: ["endpoint", "goal"],
      properties: {
        endpoint: { type: "string", description: "Host and port of the API server." },
        goal: { type: "object", description: "What the host becomes, and how." },
      },
    },
    example: `- ${name}: {}\n`,
    build: ({ endpoint, goal }) =>
      resource({
        id: `node ${goal.node} of ${goal.cluster}`,
        probes: { truth: nodeTruth({ name: goal.node, endpoint }) },
        plan: ({ truth }) => planNode(goal, truth),
        bringsMore: true,
        after: () => ({ truth: joined(goal) }),
      }),
  };
}

/** Makes the first control plane of a cluster. */
export const kubeadmInitModule = nodeModule(
  "kubeadm_init",
  "Makes the host the first control plane of its cluster.",
);

/** Makes the host a further node of its cluster. */
export const kubeadmJoinModule = nodeModule("kubeadm_join", "Makes the host a node of its cluster.");

/** A node that has joined is ready once there is a pod network. */
function joined({ node, isControlPlane }: NodeGoal) {
  return {
    kind: "joined",
    isControlPlane,
    kubelet: "active",
    node: {
      name: node,
      isControlPlane,
      ready: "False",
      reason: "KubeletNotReady",
      message: "",
      troubles: [],
      isSchedulable: true,
      kubelet: "",
      runtime: "",
    },
  } as const;
}
