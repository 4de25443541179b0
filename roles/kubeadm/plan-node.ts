import type { NodeTruth } from "../../src/kubernetes/node-truth.ts";
import { kubeletKubeconfig } from "../../src/kubernetes/paths.ts";
import { resetTimeoutMs } from "../../src/kubernetes/reset-script.ts";
import type { Loan, RunChange } from "../../src/resources/change.ts";
import { type Plan, satisfied } from "../../src/resources/resource.ts";
import { type Attempt, attemptScript } from "./attempt-script.ts";

/** Why a host must not become a node now. */
export interface Refusal {
  readonly reason: string;
  /** What speaks against it may be this host itself, where lab has begun an init there and not ended it. */
  readonly mayBeOwn: boolean;
}

/** A host that is to become a node: what it should be, and how it becomes one. */
export interface NodeGoal {
  readonly node: string;
  readonly cluster: string;
  readonly isControlPlane: boolean;
  /** What makes it a node is installed; one that has joined stays one without. */
  readonly hasKubeadm: boolean;
  /** Whether what belongs to another cluster may be taken. */
  readonly resetForeign: boolean;
  /** A node that has joined stays one all the same. */
  readonly refusal: Refusal | null;
  readonly attempt: Omit<Attempt, "reset">;
  readonly loans: readonly Loan[];
  readonly undo: string;
  /** How long the steps before kubeadm and after it may take. */
  readonly waitSeconds: number;
}

/** What is to happen on a host, by what it is now. Pure. */
export function planNode(goal: NodeGoal, truth: NodeTruth): Plan {
  switch (truth.kind) {
    case "joined":
      return planJoined(goal, truth);
    case "unknown":
      return {
        kind: "failed",
        message: `${goal.node} looks like a node of ${goal.cluster}, but that cannot be verified: ${truth.reason}. Nothing was reset; bring the API server back, or, if it is gone for good: lab play reset.yaml --limit ${goal.node}`,
      };
    case "foreign":
      if (goal.resetForeign) return attempting(goal, { putsDataAside: true }, "taken from another cluster");
      return failed(
        `${goal.node} does not belong to ${goal.cluster}: ${truth.reason}. If nobody needs it there: reset_foreign: true resets it`,
      );
    case "partial": {
      const begun =
        truth.attempt === null ? truth.found.slice(0, 3).join(", ") : `an unfinished ${truth.attempt}`;
      const putsDataAside = truth.holdsData && truth.attempt === null;
      const what = begun === "" ? "data of etcd" : begun;
      const isOwn = truth.attempt === "init" && goal.refusal?.mayBeOwn === true;
      const refusal = isOwn ? null : refused(goal);
      return refusal ?? attempting(goal, { putsDataAside }, `reset first, for it was half a node: ${what}`);
    }
    case "absent":
      return refused(goal) ?? attempting(goal, null, "");
  }
}

function planJoined(goal: NodeGoal, truth: Extract<NodeTruth, { kind: "joined" }>): Plan {
  if (goal.isControlPlane !== truth.isControlPlane) {
    const is = truth.isControlPlane ? "control plane" : "worker";
    return failed(
      `${goal.node} is a ${is} of ${goal.cluster}, and the inventory says otherwise: a node becomes another when it is removed and joins again: lab play remove-node.yaml -e node=${goal.node}`,
    );
  }
  return truth.kubelet === "active" ? satisfied : { kind: "changes", changes: [startingKubelet] };
}

const startingKubelet: RunChange = {
  kind: "run",
  summary: "systemctl start kubelet",
  script: `systemctl restart kubelet || exit 1
lab_left=15
# One that cannot run is started over and over.
until [ "$(systemctl is-active kubelet)" = active ] && [ "$lab_left" -lt 12 ]; do
  lab_left=$((lab_left - 1))
  if [ "$lab_left" -le 0 ]; then
    journalctl -q -u kubelet -n 20 --no-pager -o cat >&2
    echo "the kubelet does not stay up" >&2
    exit 1
  fi
  sleep 1
done
[ -e ${kubeletKubeconfig} ]`,
  undo: "systemctl stop kubelet",
  timeoutMs: 60_000,
};

function attempting(goal: NodeGoal, reset: Attempt["reset"], message: string): Plan {
  if (!goal.hasKubeadm) return { kind: "blocked", reason: "kubeadm is not installed" };
  const { attempt, loans, undo, waitSeconds } = goal;
  const { kind } = attempt.request;
  const change: RunChange = {
    kind: "run",
    summary: `kubeadm ${kind}`,
    script: attemptScript({ ...attempt, reset }),
    undo,
    timeoutMs: (attempt.patienceSeconds + waitSeconds) * 1000 + 2 * resetTimeoutMs,
    loans,
  };
  return { kind: "changes", changes: [change], message };
}

function refused({ refusal }: NodeGoal): Plan | null {
  return refusal === null ? null : failed(refusal.reason);
}

/** Nothing that comes before it in a play cures this. */
function failed(message: string): Plan {
  return { kind: "failed", message, isFinal: true };
}
