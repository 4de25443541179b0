import { resolve } from "node:path";
import { InputError } from "../../src/errors.ts";
import { resetHostModule as resetHost } from "../../src/kubernetes/reset-host.ts";
import { fileModule as file } from "../../src/resources/file.ts";
import { defineRole, task } from "../../src/role/role.ts";
import { resetEtcdTasks } from "./etcd-tasks.ts";

export default defineRole({
  name: "reset",
  summary: "Takes a whole cluster down: its hosts are as before it, but for the software.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["confirm", "nodes"],
    properties: {
      confirm: { type: "string", description: "Name of the cluster, so that nobody takes down another one." },
      nodes: {
        enum: ["workers", "control_planes", "etcd"],
        description: "Which nodes are reset; workers first, so that their pods are not missed by anyone.",
      },
      kubeconfig_folder: {
        type: "string",
        minLength: 1,
        description: "The folder on the control machine that holds CLUSTER.yaml. Default: kubeconfigs.",
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
    switch (args.nodes) {
      case "workers":
        return host.role === "worker" ? [task("Clean the host", resetHost, {})] : [];
      case "etcd":
        return host.role === "etcd" ? resetEtcdTasks() : [];
      case "control_planes":
        return host.role !== "control_plane"
          ? []
          : [
              task("Clean the host", resetHost, {}),
              ...(host.name === cluster.bootstrap
                ? [forgetCluster(args.kubeconfig_folder, cluster.name)]
                : []),
            ];
    }
  },
});

function forgetCluster(folder: string | undefined, cluster: string) {
  const path = resolve(folder ?? "kubeconfigs", `${cluster}.yaml`);
  return task("Remove the kubeconfig here", file, { path, state: "absent" }, { delegateTo: "localhost" });
}
