import { InputError } from "../../src/errors.ts";
import { workloadReadyModule as workloadReady } from "../../src/kubernetes/workload-ready.ts";
import { defineRole, type RoleTask, task } from "../../src/role/role.ts";
import type { RoleCluster } from "../../src/role/role-context.ts";
import { bridgeTasks } from "./bridge-tasks.ts";
import { imageTasks } from "./image-tasks.ts";
import { networkManifestModule as networkManifest } from "./network-manifest-module.ts";

export default defineRole({
  name: "cni",
  summary: "Sets up the pod network: a plain bridge with routes, flannel, or Calico.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      cni: {
        enum: ["bridge", "flannel", "calico", "cilium", "none"],
        description:
          "Which network. The role does nothing for none, and for cilium, which has a role of its own. Default: none.",
      },
      source: {
        enum: ["packages", "bundle"],
        description:
          "Where manifest and images of flannel or Calico come from: the file `manifest` and the network, or the bundle. Default: packages.",
      },
      bundle: { type: "string", description: "The bundle." },
      manifest: {
        type: "string",
        description: "The manifest that flannel or Calico publishes with a release: a file of the project.",
      },
      version: { type: "string", description: "Which manifest of the bundle. Default: the only one." },
      mtu: {
        type: "integer",
        minimum: 576,
        maximum: 65535,
        description: "Of the pods' interfaces. Default: what the network finds out by itself.",
      },
      interface: {
        type: "string",
        description:
          "The interface by which nodes reach each other; for flannel and Calico. Default: the one with the default route.",
      },
      replace_others: {
        type: "boolean",
        description:
          "With bridge: renames configurations of other networks that would come first. Default: false.",
      },
    },
  },
  tasks({ args, host, cluster }) {
    const { cni = "none" } = args;
    if (host.role === "etcd" || cni === "none" || cni === "cilium") return [];
    if (cni === "bridge") {
      const mtu = args.mtu === undefined ? {} : { mtu: args.mtu };
      return bridgeTasks(host, cluster, { ...mtu, replaceOthers: args.replace_others ?? false });
    }
    const images = args.source === "bundle" && args.bundle !== undefined ? imageTasks(args.bundle, cni) : [];
    return [...images, ...(host.name === cluster.bootstrap ? manifestTasks(cni, args, cluster) : [])];
  },
});

interface ManifestArguments {
  readonly source?: "packages" | "bundle";
  readonly bundle?: string;
  readonly manifest?: string;
  readonly version?: string;
  readonly mtu?: number;
  readonly interface?: string;
}

/** Namespaces and names are those of the manifests that the projects publish. */
const daemonSets = {
  flannel: { kind: "DaemonSet", namespace: "kube-flannel", name: "kube-flannel-ds" },
  calico: { kind: "DaemonSet", namespace: "kube-system", name: "calico-node" },
} as const;

/** Once per cluster: what the API holds reaches every node by itself. */
function manifestTasks(
  plugin: "flannel" | "calico",
  args: ManifestArguments,
  cluster: RoleCluster,
): RoleTask[] {
  const { mtu, interface: nic } = args;
  return [
    task(`Apply the manifest of ${plugin}`, networkManifest, {
      plugin,
      ...sourceOf(plugin, args),
      pod_cidrs: cluster.podCidr.split(",").map((cidr) => cidr.trim()),
      ...(mtu === undefined ? {} : { mtu }),
      ...(nic === undefined ? {} : { interface: nic }),
    }),
    task(`Wait until ${plugin} runs on every node`, workloadReady, daemonSets[plugin]),
  ];
}

function sourceOf(plugin: string, { manifest, source, bundle, version }: ManifestArguments) {
  if (manifest !== undefined) return { src: manifest };
  if (source === "bundle" && bundle !== undefined)
    return { bundle, ...(version === undefined ? {} : { version }) };
  throw new InputError({
    message: `nothing says where the manifest of ${plugin} is`,
    hint: 'write "manifest: kube-flannel.yml", a file of the project, or "source: bundle" with a bundle that has it',
  });
}
