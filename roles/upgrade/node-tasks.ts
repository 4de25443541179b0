import { clusterGateModule as clusterGate } from "../../src/kubernetes/cluster-gate.ts";
import {
  drainedNodeModule as drainedNode,
  uncordonedNodeModule as uncordonedNode,
} from "../../src/kubernetes/drain-node.ts";
import { hasOldKubelet, isBehind, nodeVersions } from "../../src/kubernetes/node-versions.ts";
import type { Hop } from "../../src/kubernetes/upgrade-hops.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { hopArguments } from "./hop-schema.ts";
import { kubeadmUpgradeModule as kubeadmUpgrade } from "./kubeadm-upgrade.ts";
import { restartedKubeletModule as restartedKubelet } from "./restarted-kubelet.ts";
import { programTasks, type SoftwareSource } from "./software-tasks.ts";

/** Name of the handler. */
export const proveHealth = "Prove that the cluster is well";

/** How nodes are treated. */
export interface NodeSettings {
  readonly source: SoftwareSource;
  readonly drain: boolean;
  readonly drainSeconds: number;
  readonly drainForce: boolean;
  /** What the gate is given. */
  readonly gate: { readonly seconds: number };
  readonly ignored: readonly string[];
  /** Folder with patches for kubeadm's manifests. */
  readonly patches: string | null;
}

/**
 * One node through one hop. On a control plane its own pods come first, while it still takes others, as kubeadm wants it;
 * a worker is emptied before anything is done to it.
 */
export function nodeTasks(
  host: RoleNode,
  cluster: RoleCluster,
  hop: Hop,
  settings: NodeSettings,
): RoleTask[] {
  const uses = { versions: nodeVersions({ node: host.name }) };
  const onApi = apiOf(host, cluster);
  const node = host.name;
  const isFirst = node === cluster.bootstrap;
  const upgrade = task(
    `Upgrade what kubeadm manages to ${hop.version ?? hop.minor}`,
    kubeadmUpgrade,
    {
      ...{ node, order: isFirst ? "apply" : "node", hop: hopArguments(hop) },
      ignore_preflight_errors: [...settings.ignored],
      ...(settings.patches === null ? {} : { patches: settings.patches }),
    },
    { uses, when: ({ versions }) => isBehind(versions, hop) },
  );
  const drain = settings.drain
    ? [
        task(
          "Take the pods away",
          drainedNode,
          { node, seconds: settings.drainSeconds, force: settings.drainForce },
          { uses, when: ({ versions }) => hasOldKubelet(versions, hop), ...onApi },
        ),
      ]
    : [];
  return [
    task("Go on only if the cluster is well", clusterGate, settings.gate, {
      uses,
      when: ({ versions }) => isBehind(versions, hop),
      ...onApi,
    }),
    ...(host.role === "control_plane" ? [upgrade, ...drain] : [...drain, upgrade]),
    ...programTasks(host, hop, settings.source, ["kubectl", "kubelet"]),
    task(
      "Restart the kubelet",
      restartedKubelet,
      { node, hop: hopArguments(hop) },
      { uses, notify: proveHealth },
    ),
    task("Let pods come back", uncordonedNode, { node }, onApi),
  ];
}

/** The host that speaks to the API: a control plane itself; workers share them out among each other. */
export function apiOf(host: RoleNode, cluster: RoleCluster): { readonly delegateTo?: string } {
  if (host.role === "control_plane") return {};
  const workers = cluster.nodes.filter(({ role }) => role === "worker");
  const controlPlanes = cluster.nodes.filter(({ role }) => role === "control_plane");
  const turn = workers.findIndex(({ name }) => name === host.name);
  return { delegateTo: controlPlanes[Math.max(0, turn) % controlPlanes.length]?.name ?? cluster.bootstrap };
}
