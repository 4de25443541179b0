import { fieldAt, listAt, textAt } from "./object-fields.ts";

/** A condition of a node, as the API has it. */
export interface NodeCondition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

/** A Node object, as much of it as health is judged by. */
export interface ClusterNode {
  readonly name: string;
  readonly isControlPlane: boolean;
  /** Unknown: its kubelet has not been heard of for a while. */
  readonly ready: "True" | "False" | "Unknown";
  /** Of Ready, where it is not True. */
  readonly reason: string;
  readonly message: string;
  /** Conditions besides Ready that are not as they should be: pressure, a network that is not available. */
  readonly troubles: readonly NodeCondition[];
  readonly isSchedulable: boolean;
  /** "v1.33.4" */
  readonly kubelet: string;
  /** "containerd://1.7.27" */
  readonly runtime: string;
}

/** Reads a Node, as kubectl prints it or a client has it. Pure. */
export function clusterNode(node: unknown): ClusterNode {
  const conditions = listAt(node, "status", "conditions").map(conditionOf);
  const ready = conditions.find(({ type }) => type === "Ready");
  const isReady = ready?.status === "True";
  return {
    name: textAt(node, "metadata", "name"),
    isControlPlane:
      fieldAt(node, "metadata", "labels", "node-role.kubernetes.io/control-plane") !== undefined,
    ready: isReady ? "True" : ready?.status === "False" ? "False" : "Unknown",
    reason: isReady ? "" : (ready?.reason ?? ""),
    message: isReady ? "" : (ready?.message ?? ""),
    troubles: conditions.filter(({ type, status }) => type !== "Ready" && status === "True"),
    isSchedulable: fieldAt(node, "spec", "unschedulable") !== true,
    kubelet: textAt(node, "status", "nodeInfo", "kubeletVersion"),
    runtime: textAt(node, "status", "nodeInfo", "containerRuntimeVersion"),
  };
}

function conditionOf(condition: unknown): NodeCondition {
  return {
    type: textAt(condition, "type"),
    status: textAt(condition, "status"),
    reason: textAt(condition, "reason"),
    message: textAt(condition, "message"),
  };
}
