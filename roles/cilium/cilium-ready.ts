import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { adminKubeconfig } from "../../src/kubernetes/paths.ts";
import { podReport } from "../../src/kubernetes/pod-report.ts";
import { type WorkloadState, workloadState } from "../../src/kubernetes/workload.ts";
import { defineModule } from "../../src/resources/module.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";

const namespace = "kube-system";

/** Waits until Cilium's agents and its operator work; acts on a control plane. */
export const ciliumReadyModule = defineModule({
  name: "cilium_ready",
  summary: "Waits until Cilium runs on every node.",
  changesNothing: true,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["timeout"],
    properties: { timeout: { type: "integer", minimum: 1, description: "Seconds to wait at most." } },
  },
  freeForm: "timeout",
  example: "cilium_ready: 600",
  build: ({ timeout }) =>
    resource({
      id: "Cilium on every node",
      probes: {
        agents: workloadState({ kind: "DaemonSet", namespace, name: "cilium" }),
        operator: workloadState({ kind: "Deployment", namespace, name: "cilium-operator" }),
      },
      plan({ agents, operator }) {
        if (isReady(agents) && isReady(operator)) return satisfied;
        return {
          kind: "wait",
          summary: `for Cilium${standing(agents)}`,
          script: waitScript(timeout),
          timeoutMs: (2 * timeout + 60) * 1000,
        };
      },
    }),
});

function isReady(state: WorkloadState): boolean {
  return state.kind === "found" && state.isReady;
}

function standing(state: WorkloadState): string {
  return state.kind === "found" ? `: ${state.available} of ${state.desired} agents are available` : "";
}

/** Cilium's own program knows more than Kubernetes does: whether agents reach the operator, Hubble's relay, and so on. */
function waitScript(timeout: number): string {
  const rollout = (target: string): string =>
    kubectl(["rollout", "status", target, "-n", namespace, `--timeout=${timeout}s`], { seconds: 0 });
  return `lab_wait() {
  if command -v cilium >/dev/null 2>&1; then
    KUBECONFIG=${adminKubeconfig} cilium status --wait --wait-duration ${timeout}s
  else
    ${rollout("daemonset/cilium")} && ${rollout("deployment/cilium-operator")}
  fi
}
lab_said=$(lab_wait 2>&1) && exit 0
printf '%s\\n' "$lab_said" | tail -n 20 >&2
${podReport(namespace)}
exit 1
`;
}
