import { defineModule } from "../resources/module.ts";
import { resource, satisfied } from "../resources/resource.ts";
import { kubectl } from "./kubectl.ts";
import { podReport } from "./pod-report.ts";
import { type WorkloadRef, type WorkloadState, workloadState } from "./workload.ts";

/** Waits until all pods of a DaemonSet or Deployment are available; acts on a control plane. */
export const workloadReadyModule = defineModule({
  name: "workload_ready",
  summary: "Waits until all pods of a DaemonSet or Deployment are available.",
  changesNothing: true,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["kind", "namespace", "name"],
    properties: {
      kind: { enum: ["DaemonSet", "Deployment"], description: "What it is." },
      namespace: { type: "string", description: "Where it is." },
      name: { type: "string", description: "What it is called." },
      timeout: { type: "integer", minimum: 1, description: "Seconds to wait at most. Default: 300." },
    },
  },
  example: "workload_ready:\n  kind: DaemonSet\n  namespace: kube-system\n  name: cilium",
  build: ({ timeout = 300, ...ref }) =>
    resource({
      id: `${ref.kind} ${ref.namespace}/${ref.name}`,
      probes: { workload: workloadState(ref) },
      plan: ({ workload }) =>
        workload.kind === "found" && workload.isReady
          ? satisfied
          : {
              kind: "wait",
              summary: `for ${ref.kind} ${ref.name}${standing(workload)}`,
              script: waitScript(ref, timeout),
              timeoutMs: (timeout + 60) * 1000,
            },
    }),
});

function standing(state: WorkloadState): string {
  if (state.kind !== "found") return "";
  return `: ${state.available} of ${state.desired} pods are available`;
}

/** A rollout that is watched for longer than one request may take has no limit but its own. */
function waitScript({ kind, namespace, name }: WorkloadRef, timeout: number): string {
  const target = `${kind.toLowerCase()}/${name}`;
  const watch = ["rollout", "status", target, "-n", namespace, `--timeout=${timeout}s`];
  return `lab_said=$(${kubectl(watch, { seconds: 0 })} 2>&1) && exit 0
printf '%s\\n' "$lab_said" | tail -n 3 >&2
${podReport(namespace)}
exit 1
`;
}
