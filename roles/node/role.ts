import { nodeList } from "../../src/kubernetes/node-list.ts";
import { onMachine } from "../../src/resources/probe.ts";
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
 * right to their own taints.
 */
function markTasks({ name, labels, taints }: RoleNode, cluster: RoleCluster): RoleTask[] {
  const planes = controlPlanes(cluster);
  const answers = planes.map((plane) => [plane, onMachine(plane, nodeList({}))] as const);
  const uses = Object.fromEntries(planes.length > 1 ? answers : []);
  const actor = (facts: StatesOf<typeof uses>) =>
    planes.find((plane) => facts[plane]?.kind === "answered") ?? planes[0];
  return planes.map((plane, index) =>
    task(
      index === 0 ? "Label and taint the node" : `Label and taint the node by ${plane}`,
      nodeMarksModule,
      { node: name, labels: { ...labels }, taints: [...taints] },
      { uses, when: (facts) => actor(facts) === plane, delegateTo: plane },
    ),
  );
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
