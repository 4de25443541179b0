import { InputError } from "../../src/errors.ts";
import { clusterGateModule as clusterGate } from "../../src/kubernetes/cluster-gate.ts";
import { stampOf } from "../../src/kubernetes/etcd-snapshot.ts";
import { serviceModule as service } from "../../src/resources/service.ts";
import { defineRole, type RoleTask, task } from "../../src/role/role.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { controlPlanePodsModule as controlPlanePods } from "./control-plane-pods.ts";
import {
  type RestoredMember,
  restoredDataModule as restoredData,
  swappedDataModule as swappedData,
} from "./restored-data.ts";
import { snapshotFile } from "./snapshot-file.ts";

export default defineRole({
  name: "etcd_restore",
  summary:
    "Takes a cluster back to a snapshot of its etcd, in the steps that playbooks/restore-etcd.yaml puts in order.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["snapshot", "confirm", "step"],
    properties: {
      snapshot: { type: "string", minLength: 1, description: "The snapshot on the control machine." },
      confirm: { type: "string", description: "Name of the cluster, so that nobody takes back another one." },
      step: {
        enum: ["restore", "stop", "swap", "start", "prove"],
        description:
          "restore makes new data beside the old; stop ends the control plane; swap changes the data; start and prove bring it back.",
      },
    },
  },
  tasks: ({ args, host, cluster }) => {
    if (args.confirm !== cluster.name) {
      throw new InputError({
        message: `${host.name} belongs to ${cluster.name}, and "${args.confirm}" was confirmed`,
        hint: `choose the cluster, and confirm it by its name: --limit ${cluster.name} -e confirm=${cluster.name}`,
      });
    }
    const members = membersOf(cluster);
    const isMember = members.some(({ name }) => name === host.name);
    switch (args.step) {
      case "restore":
        return isMember ? [restoreTask(host, members, args.snapshot)] : [];
      case "stop":
        return runTasks(host, "stopped");
      case "swap":
        return isMember
          ? [task("Change the data", swappedData, { kept: `/var/lib/etcd-before-${stampOf(new Date())}` })]
          : [];
      case "start":
        return runTasks(host, "started");
      case "prove":
        return host.name === cluster.bootstrap
          ? [task("Prove that the cluster is well", clusterGate, {})]
          : [];
    }
  },
});

function restoreTask({ name }: RoleNode, members: readonly RestoredMember[], snapshot: string): RoleTask {
  return task("Make data from the snapshot", restoredData, {
    ...snapshotFile(snapshot),
    name,
    members: [...members],
  });
}

function runTasks({ role }: RoleNode, state: "stopped" | "started"): RoleTask[] {
  switch (role) {
    case "control_plane":
      return [
        task(state === "stopped" ? "Stop the control plane" : "Start the control plane", controlPlanePods, {
          state,
        }),
      ];
    case "etcd":
      return [task(state === "stopped" ? "Stop etcd" : "Start etcd", service, { name: "etcd", state })];
    case "worker":
      return [];
  }
}

/** The members that the new etcd has, by the inventory. Throws InputError where an address is not known. */
function membersOf({ nodes }: RoleCluster): RestoredMember[] {
  const external = nodes.filter(({ role }) => role === "etcd");
  const holders = external.length > 0 ? external : nodes.filter(({ role }) => role === "control_plane");
  return holders.map(({ name, address }) => {
    if (address === null) {
      const hint = 'say which address it has among the nodes: "node_ip"';
      throw new InputError({ message: `the address of ${name} is not known`, hint });
    }
    return { name, peer: `https://${address.includes(":") ? `[${address}]` : address}:2380` };
  });
}
