import { defineModule } from "../../src/resources/module.ts";
import { resource } from "../../src/resources/resource.ts";
import { etcdCluster } from "./etcd-cluster.ts";
import { waitForHealth } from "./start-script.ts";

/** Waits until the member of a host can read with a majority of the others; tells of members that are not well. */
export const etcdHealthyModule = defineModule({
  name: "etcd_healthy",
  summary: "Proves that the member of etcd on this host is well.",
  changesNothing: true,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["name", "endpoints"],
    properties: {
      name: { type: "string", description: "The member of this host." },
      endpoints: { type: "array", items: { type: "string" }, description: "Client URLs of all members." },
    },
  },
  example: "- etcd_healthy: { name: etcd1, endpoints: [https://10.0.0.5:2379] }\n",
  build: ({ name, endpoints }) =>
    resource({
      id: "health of etcd",
      probes: { network: etcdCluster({ endpoints }) },
      plan: ({ network: { members } }) => {
        if (!members?.some((member) => member.name === name && member.isHealthy)) {
          return {
            kind: "wait",
            summary: "for etcd to be well",
            script: waitForHealth(90),
            timeoutMs: 120_000,
          };
        }
        const sick = members.filter(({ isHealthy }) => !isHealthy).map((member) => member.name || member.id);
        const message = sick.length === 0 ? "" : `not well: ${sick.join(", ")}`;
        return { kind: "changes", changes: [], message };
      },
    }),
});
