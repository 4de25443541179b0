import role from "../../../roles/kubeadm/role.ts";
import type { NodeTruth } from "../../../src/kubernetes/node-truth.ts";
import type { RunChange } from "../../../src/resources/change.ts";
import type { Plan } from "../../../src/resources/resource.ts";
import { exampleFacts } from "../../../src/testing/example-facts.ts";
import { testRole } from "../../../src/testing/test-role.ts";

/** The installed kubeadm. */
export const kubeadm = { major: 1, minor: 33, patch: 4 };
/** What hosts may be. */
export const absent = { kind: "absent" } satisfies NodeTruth;
export const joined = {
  kind: "joined",
  isControlPlane: true,
  kubelet: "active",
  node: {
    name: "cp1",
    isControlPlane: true,
    ready: "True",
    reason: "",
    message: "",
    troubles: [],
    isSchedulable: true,
    kubelet: "v1.33.4",
    runtime: "",
  },
} satisfies NodeTruth;
export const unknown = {
  kind: "unknown",
  reason: "https://10.0.0.9:6443 refuses connections",
  isControlPlane: true,
} satisfies NodeTruth;
export const partial = {
  kind: "partial",
  found: ["/etc/kubernetes/admin.conf", "/etc/kubernetes/kubelet.conf"],
  attempt: null,
  holdsData: false,
  isRegistered: false,
} satisfies NodeTruth;

function node(name: string, kind: string, address: string) {
  return { name, role: kind, host: address };
}

const inventory = {
  clusters: [
    {
      name: "prod",
      pod_cidr: "10.244.0.0/16",
      service_cidr: "10.96.0.0/16",
      control_plane_endpoint: "10.0.0.9:6443",
      nodes: [
        node("cp1", "control_plane", "10.0.0.11"),
        node("cp2", "control_plane", "10.0.0.12"),
        node("cp3", "control_plane", "10.0.0.13"),
        node("w1", "worker", "10.0.0.21"),
      ],
    },
  ],
};

/** Arguments of the role. */
export type Args = Parameters<typeof role.tasks>[0]["args"];

/** The role on a host of a cluster with three control planes; `others` are facts. */
export function tasks(
  host: string,
  { args = {}, others = {} }: { args?: Args; others?: Record<string, unknown> } = {},
) {
  const facts = {
    kubeadm,
    system: exampleFacts,
    servers: [],
    "control plane cp2": absent,
    "control plane cp3": absent,
    ...others,
  };
  return testRole(role, { args, inventory, host, facts });
}

/** What a task plans for a host that is this. */
export function planned(
  task: string,
  host: string,
  truth: NodeTruth,
  test: Parameters<typeof tasks>[1] = {},
): Plan {
  return tasks(host, test).task(task).built().plan({ truth, kubeadm });
}

/** The change of a plan that makes one. */
export function change(plan: Plan): RunChange {
  const [first] = plan.kind === "changes" ? plan.changes : [];
  if (first?.kind !== "run") throw new Error(`nothing runs: ${JSON.stringify(plan)}`);
  return first;
}

/** Names of the tasks. */
export const init = "Initialise the cluster";
export const join = "Join the cluster";
