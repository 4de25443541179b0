import { InputError } from "../../src/errors.ts";
import { clusterGateModule as clusterGate, gateSeconds } from "../../src/kubernetes/cluster-gate.ts";
import { etcdSnapshotModule as etcdSnapshot } from "../../src/kubernetes/etcd-snapshot.ts";
import { isBeforeHop, isBehind, nodeVersions } from "../../src/kubernetes/node-versions.ts";
import { isTrue, truth } from "../../src/kubernetes/truth-argument.ts";
import { type Hop, hopTo, type UpgradeGoal } from "../../src/kubernetes/upgrade-hops.ts";
import { defineRole, type RoleTask, task } from "../../src/role/role.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { hopArguments } from "./hop-schema.ts";
import { type NodeSettings, nodeTasks, proveHealth } from "./node-tasks.ts";
import { offeredBy, preparingTasks, type SoftwareSource } from "./software-tasks.ts";
import { upgradeWayModule as upgradeWay } from "./upgrade-way.ts";

/** The minors that an upgrade may go through: those that lab knows. */
const minors = Array.from({ length: 9 }, (_, index) => `1.${28 + index}`);

export default defineRole({
  name: "upgrade",
  summary: "Brings a node one minor release forward, in the steps that playbooks/upgrade.yaml puts in order.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["version", "step"],
    properties: {
      version: {
        type: "string",
        pattern: "^v?\\d+\\.\\d+\\.\\d+$",
        errorMessage: 'must be an exact version in quotes: "1.36.1"',
        description: 'The release that is aimed at: "1.36.1".',
      },
      step: {
        enum: ["way", "gate", "prepare", "node"],
        description:
          "way shows the hops; gate waits for a healthy cluster and saves etcd; prepare brings kubeadm and images; node upgrades the node.",
      },
      hop: {
        type: "string",
        pattern: "^\\d+\\.\\d+$",
        description: 'The minor that the step leads to: "1.34". Nothing is done where it is not on the way.',
      },
      hops: {
        type: "object",
        additionalProperties: { type: "string" },
        description:
          'Releases for minors on the way: { "1.34": "1.34.5" }. Default: the newest that the source offers.',
      },
      source: {
        enum: ["packages", "bundle"],
        description: "Where the software comes from. Default: packages.",
      },
      bundle: { type: "string", minLength: 1, description: "The bundle: a folder, or an archive of one." },
      repository: {
        type: "object",
        additionalProperties: true,
        description: "The mirror of the package repository: url, with {minor}. Default: pkgs.k8s.io.",
      },
      image_repository: {
        type: "string",
        description: "Where the images come from. Default: registry.k8s.io.",
      },
      hold: { type: "boolean", description: "Whether the packages are held. Default: true." },
      patches: {
        type: "string",
        pattern: "^/",
        errorMessage: "must be an absolute path",
        description: "Folder on the host with patches for kubeadm's manifests. Default: none.",
      },
      gate_timeout: {
        type: "integer",
        minimum: 1,
        description: `Seconds that the cluster may take to be well before a step. Default: ${gateSeconds}.`,
      },
      drain: { ...truth, description: "Whether nodes are drained first. Default: true." },
      drain_timeout: {
        type: "integer",
        minimum: 1,
        description: "Seconds in which the pods of a node must have left. Default: 300.",
      },
      drain_force: {
        ...truth,
        description: "Whether pods that nothing starts again are removed, too. Default: false.",
      },
      ignore_preflight_errors: {
        type: "array",
        items: { type: "string" },
        description: "Checks of kubeadm whose failure does not matter. Default: none.",
      },
    },
  },
  tasks: ({ args, host, cluster }) => {
    if (host.role === "etcd") return [];
    const source = sourceOf(args);
    const goal: UpgradeGoal = { version: args.version, patches: args.hops ?? {}, offered: offeredBy(source) };
    if (args.step === "way") return [wayTask(host, goal)];
    const hop = hopTo(hopOf(args.hop), goal);
    if (hop === null) return [];
    switch (args.step) {
      case "gate":
        return gateTasks(host, cluster, hop, gateOf(args));
      case "prepare":
        return preparingTasks(host, hop, source);
      case "node":
        return nodeTasks(host, cluster, hop, {
          source,
          drain: isTrue(args.drain ?? true),
          drainSeconds: args.drain_timeout ?? 300,
          drainForce: isTrue(args.drain_force ?? false),
          gate: gateOf(args),
          ignored: args.ignore_preflight_errors ?? [],
          patches: args.patches ?? null,
        });
    }
  },
  handlers: ({ args, host, cluster }) => [
    task(
      proveHealth,
      clusterGate,
      gateOf(args),
      host.role === "worker" ? { delegateTo: cluster.bootstrap } : {},
    ),
  ],
});

function wayTask(host: RoleNode, goal: UpgradeGoal): RoleTask {
  const hops = minors.flatMap((minor) => hopTo(minor, goal) ?? []).map(hopArguments);
  const target = goal.version.replace(/^v/, "");
  return task("Show the way", upgradeWay, { node: host.name, target, hops });
}

function gateOf({
  gate_timeout: seconds = gateSeconds,
}: {
  readonly gate_timeout?: number;
}): NodeSettings["gate"] {
  return { seconds };
}

/** etcd is saved while the cluster is still as it was before the hop. */
function gateTasks(host: RoleNode, cluster: RoleCluster, hop: Hop, gate: NodeSettings["gate"]): RoleTask[] {
  const uses = { versions: nodeVersions({ node: host.name }) };
  const etcd = cluster.nodes.find(({ role }) => role === "etcd");
  return [
    task("Go on only if the cluster is well", clusterGate, gate, {
      uses,
      when: ({ versions }) => isBehind(versions, hop),
    }),
    task(
      `Save etcd before ${hop.minor}`,
      etcdSnapshot,
      { name: `before-${hop.minor}` },
      {
        uses,
        when: ({ versions }) => isBeforeHop(versions, hop),
        ...(etcd ? { delegateTo: etcd.name } : {}),
      },
    ),
  ];
}

interface SourceArguments {
  readonly source?: "packages" | "bundle";
  readonly bundle?: string;
  readonly repository?: Readonly<Record<string, unknown>>;
  readonly image_repository?: string;
  readonly hold?: boolean;
}

function sourceOf({ source, bundle, repository, image_repository, hold }: SourceArguments): SoftwareSource {
  if (source === "bundle" && bundle === undefined) {
    throw new InputError({ message: '"source: bundle" needs the argument "bundle"' });
  }
  const url = repository?.url;
  return {
    bundle: source === "bundle" ? (bundle ?? null) : null,
    repository: typeof url === "string" ? url : null,
    imageRepository: image_repository ?? null,
    hold: hold ?? true,
  };
}

function hopOf(hop: string | undefined): string {
  if (hop !== undefined) return hop;
  throw new InputError({
    message: 'this step needs the argument "hop"',
    hint: 'write the minor: hop: "1.34"',
  });
}
