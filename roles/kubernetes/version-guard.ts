import { kubeletKubeconfig } from "../../src/kubernetes/paths.ts";
import { defineModule } from "../../src/resources/module.ts";
import { probeOf } from "../../src/resources/probe.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";

/** What runs on a node that belongs to a cluster; null where it does not belong to one, or a program is not there. */
export interface RunningVersions {
  readonly kubeadm: string | null;
  readonly kubelet: string | null;
}

/** Nothing is started where the node has not joined. Cost: rides in a frame; two processes on a node that has. */
const question = `
if [ -e ${kubeletKubeconfig} ]; then
  if command -v kubeadm >/dev/null 2>&1; then printf 'kubeadm %s\\n' "$(timeout 10 kubeadm version -o short 2>/dev/null)"; fi
  if command -v kubelet >/dev/null 2>&1; then printf 'kubelet %s\\n' "$(timeout 10 kubelet --version 2>/dev/null)"; fi
fi
`;

/** Asks for the versions that a node of a cluster runs. */
export const runningVersions = probeOf(
  {
    name: "kubernetes versions",
    script: () => question,
    parse: (stdout, queries: readonly Record<string, never>[]) => {
      const versions = parseRunningVersions(stdout);
      return queries.map(() => versions);
    },
  },
  () => "installed",
);

/** Reads "kubeadm v1.33.4" and "kubelet Kubernetes v1.33.4". */
export function parseRunningVersions(stdout: string): RunningVersions {
  const versionOf = (name: string): string | null =>
    new RegExp(`^${name} (?:Kubernetes )?v(\\d+\\.\\d+\\.\\d+\\S*)$`, "m").exec(stdout)?.[1] ?? null;
  return { kubeadm: versionOf("kubeadm"), kubelet: versionOf("kubelet") };
}

/** Refuses to bring another version of kubeadm or kubelet to a node that belongs to a cluster: that is an upgrade. */
export const versionGuardModule = defineModule({
  name: "version_guard",
  summary: "Refuses another version of kubeadm or kubelet on a node that belongs to a cluster.",
  changesNothing: true,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["version", "programs"],
    properties: {
      version: { type: "string", description: "The version that is wanted." },
      programs: {
        type: "array",
        items: { enum: ["kubeadm", "kubelet"] },
        description: "The programs that are to have it.",
      },
    },
  },
  example: '- name: Keep the version\n  version_guard: { version: "1.33.4", programs: [kubelet] }\n',
  build: ({ version, programs }) =>
    resource({
      id: "versions of a cluster's node",
      probes: { running: runningVersions({}) },
      plan: ({ running }) => {
        const other = programs.find((name) => running[name] !== null && running[name] !== version);
        if (other === undefined) return satisfied;
        return {
          kind: "failed",
          message: `${other} is ${running[other]} on this node of a cluster, and is to be ${version}: upgrade.yaml upgrades clusters, and "allow_upgrade: true" lets this role do its part`,
        };
      },
    }),
});
