import { noMarks } from "../../src/kubernetes/node-marks.ts";
import { type NodeNetworks, nodeNetworks } from "../../src/kubernetes/node-network.ts";
import { type NodeTruth, nodeTruth } from "../../src/kubernetes/node-truth.ts";
import { onMachine, type Probe } from "../../src/resources/probe.ts";
import type { StatesOf } from "../../src/resources/resource.ts";
import { defineRole, type RoleTask, task } from "../../src/role/role.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { nodeMarksModule } from "./marks-module.ts";
import { nodeReadyModule } from "./ready-module.ts";

export default defineRole({
  name: "node",
  summary: "Gives a node the labels and taints of the inventory, and waits until it is ready.",
  schema: {
    type: "object",
    additionalProperties: false,
    properties: {
      wait_ready: {
        type: "boolean",
        description: "Waits until the node is ready; without a pod network it never is. Default: true.",
      },
      ready_timeout: {
        type: "integer",
        minimum: 1,
        description: "Seconds until it must be ready. Default: 300.",
      },
    },
  },
  tasks: ({ args, host, cluster }) => {
    if (host.role === "etcd") return [];
    return [
      ...markTasks(host, cluster),
      ...(args.wait_ready === false ? [] : [readyTask(host, cluster, args)]),
    ];
  },
});

/**
 * One task for each control plane, of which one runs: the first, or, where that does not answer, the next. Workers have no
 * right to their own taints. None runs where nothing is wanted, and nothing is there that lab has set.
 */
function markTasks({ name, labels, taints }: RoleNode, cluster: RoleCluster): RoleTask[] {
  const planes = controlPlanes(cluster);
  const answers = planes.map((plane) => [planeKey(plane), onMachine(plane, nodeNetworks({}))] as const);
  const uses: MarkFacts = {
    ...Object.fromEntries(planes.length > 1 ? answers : []),
    truth: nodeTruth({ name, endpoint: cluster.endpoint }),
  };
  const isWanted = Object.keys(labels).length > 0 || taints.length > 0;
  const actor = (facts: StatesOf<MarkFacts>) =>
    planes.find((plane) => facts[planeKey(plane)]?.kind === "answered") ?? planes[0];
  return planes.map((plane, index) =>
    task(
      index === 0 ? "Label and taint the node" : `Label and taint the node by ${plane}`,
      nodeMarksModule,
      { node: name, labels: { ...labels }, taints: [...taints] },
      {
        uses,
        when: (facts) => actor(facts) === plane && (isWanted || mayHoldMarks(facts.truth)),
        delegateTo: plane,
      },
    ),
  );
}

/** What decides who gives a node its labels, and whether. */
type MarkFacts = { readonly truth: Probe<NodeTruth> } & {
  readonly [planes: `control plane ${string}`]: Probe<NodeNetworks | null>;
};

function planeKey(name: string): `control plane ${string}` {
  return `control plane ${name}`;
}

/** Whether a node has labels or taints that lab has set, as far as its own word goes. */
function mayHoldMarks(truth: NodeTruth): boolean {
  if (truth.kind !== "joined") return truth.kind === "unknown";
  const { labels, taints } = (truth.marks ?? noMarks).managed;
  return labels.length > 0 || taints.length > 0;
}

function controlPlanes({ nodes, bootstrap }: RoleCluster): string[] {
  const all = nodes.filter(({ role }) => role === "control_plane").map(({ name }) => name);
  return [...all.filter((name) => name === bootstrap), ...all.filter((name) => name !== bootstrap)];
}

function readyTask(
  { name }: RoleNode,
  { endpoint }: RoleCluster,
  { ready_timeout: timeout = 300 }: { readonly ready_timeout?: number },
): RoleTask {
  return task("Wait until the node is ready", nodeReadyModule, { node: name, endpoint, timeout });
}
