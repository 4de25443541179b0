import { InputError } from "../../src/errors.ts";
import { type DrainLimits, drainedNodeModule as drainedNode } from "../../src/kubernetes/drain-node.ts";
import { nodeObject } from "../../src/kubernetes/node-object.ts";
import { resetHostModule as resetHost, resetTraces } from "../../src/kubernetes/reset-host.ts";
import { isTrue, truth } from "../../src/kubernetes/truth-argument.ts";
import { pingModule as ping } from "../../src/resources/ping.ts";
import { onMachine } from "../../src/resources/probe.ts";
import { defineRole, type RoleTask, task } from "../../src/role/role.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { leaveAllowedModule as leaveAllowed } from "./leave-allowed.ts";
import { deletedNodeModule as deletedNode, removedMemberModule as removedMember } from "./left-behind.ts";
import { reachedModule as reached } from "./reached.ts";

export default defineRole({
  name: "remove_node",
  summary: "Takes a node out of its cluster, in the steps that playbooks/remove-node.yaml puts in order.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node", "step"],
    properties: {
      node: { type: "string", description: "Name of the node that is to leave." },
      step: {
        enum: ["reach", "leave"],
        description:
          "reach, on the node: sees whether it answers. leave, on the control planes: empties the node, removes its etcd member, cleans its host, and removes it from the API.",
      },
      force: {
        ...truth,
        description:
          "The host is dead: nothing is asked of it, and its pods are not waited for. Default: false.",
      },
      via: {
        type: "string",
        description: "The control plane that speaks to the API. Default: the first one besides the node.",
      },
      drain_timeout: {
        type: "integer",
        minimum: 1,
        description: "Seconds in which the pods of the node must have left. Default: 300.",
      },
      drain_force: {
        ...truth,
        description: "Whether pods that nothing starts again are removed, too. Default: false.",
      },
    },
  },
  tasks: ({ args, host, cluster }) => {
    const leaving = cluster.nodes.find(({ name }) => name === args.node);
    if (args.step === "reach") {
      if (host.name !== leaving?.name) {
        throw new InputError({ message: `"${args.node}" is no node`, hint: "name one node at a time" });
      }
      refuseUnremovable(leaving, cluster);
      return [task("See whether it answers", ping, {})];
    }
    if (!leaving || host.name !== viaOf(leaving, cluster, args.via)) return [];
    refuseUnremovable(leaving, cluster);
    return leaveTasks(leaving, cluster, isTrue(args.force ?? false), {
      seconds: args.drain_timeout ?? 300,
      force: isTrue(args.drain_force ?? false),
    });
  },
});

function leaveTasks(
  { name: node, role }: RoleNode,
  { nodes }: RoleCluster,
  isDead: boolean,
  limits: DrainLimits,
): RoleTask[] {
  const hasMember = role === "control_plane" && !nodes.some((other) => other.role === "etcd");
  return [
    ...(hasMember ? [task("Refuse to lose etcd", leaveAllowed, { node })] : []),
    // A kubelet that does not run cannot say that its pods have ended.
    ...(isDead ? [] : emptyTasks(node, limits)),
    ...(hasMember ? [task(`Remove ${node} from etcd`, removedMember, { node })] : []),
    ...(isDead ? [] : [task(`Clean ${node}`, resetHost, {}, { delegateTo: node })]),
    task(`Delete ${node} from the API`, deletedNode, { node }),
  ];
}

function emptyTasks(node: string, limits: DrainLimits): RoleTask[] {
  return [
    task(`Reach ${node}`, reached, ({ traces }) => ({ node, answers: traces !== null }), {
      uses: { traces: onMachine(node, resetTraces({})) },
    }),
    task(
      `Take the pods away from ${node}`,
      drainedNode,
      { node, ...limits },
      { uses: { state: nodeObject({ node }) }, when: ({ state }) => state.kind !== "absent" },
    ),
  ];
}

/** What shows in the inventory already. Throws InputError. */
function refuseUnremovable(leaving: RoleNode, { nodes, endpoint, name }: RoleCluster): void {
  if (leaving.role === "etcd") {
    throw new InputError({
      message: `${leaving.name} is a host of etcd, which remove-node does not take out`,
    });
  }
  if (leaving.role !== "control_plane") return;
  const others = nodes.filter(({ role }) => role === "control_plane").length - 1;
  if (others === 0) {
    throw new InputError({
      message: `${leaving.name} is the last control plane of ${name}`,
      hint: `to take the whole cluster down: lab play reset --limit ${name}`,
    });
  }
  const host = endpoint.replace(/:\d+$/, "").replace(/^\[(.*)\]$/, "$1");
  if (host === leaving.name || leaving.addresses.includes(host)) {
    throw new InputError({
      message: `all nodes of ${name} reach the API server at ${leaving.name} (${endpoint})`,
      hint: "only a cluster with a control_plane_endpoint of its own can do without that host",
    });
  }
}

function viaOf(leaving: RoleNode, { nodes, name }: RoleCluster, via: string | undefined): string {
  const others = nodes.filter((node) => node.role === "control_plane" && node.name !== leaving.name);
  const chosen = via === undefined ? others[0] : others.find((node) => node.name === via);
  if (chosen) return chosen.name;
  const hint = `it has ${others.map((node) => node.name).join(", ")}`;
  throw new InputError({ message: `"${via ?? ""}" is no other control plane of ${name}`, hint });
}
