import { defineModule } from "../../src/resources/module.ts";
import { resource } from "../../src/resources/resource.ts";
import { etcdCluster } from "./etcd-cluster.ts";
import { etcdHost } from "./etcd-host.ts";
import { memberPlan } from "./member-plan.ts";

const member = {
  type: "object",
  additionalProperties: false,
  required: ["name", "address", "addresses", "peerUrl", "clientUrl"],
  properties: {
    name: { type: "string" },
    address: { type: "string" },
    addresses: { type: "array", items: { type: "string" } },
    peerUrl: { type: "string" },
    clientUrl: { type: "string" },
  },
} as const;

/** A host's member of etcd: it runs, and belongs to the one cluster that there is. */
export const etcdMemberModule = defineModule({
  name: "etcd_member",
  summary: "Founds a cluster of etcd, or joins the one that runs; never makes a second one.",
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["cluster", "own", "members", "others", "data_dir", "foundation"],
    properties: {
      cluster: { type: "string", description: "The cluster whose state is kept." },
      own: { ...member, description: "The member of this host." },
      members: { type: "array", items: member, description: "All that the inventory wants." },
      others: {
        type: "object",
        additionalProperties: {
          anyOf: [
            { type: "null" },
            {
              type: "object",
              additionalProperties: false,
              required: ["isConfigured", "hasData", "isEstablished", "isActive", "isEnabled"],
              properties: {
                isConfigured: { type: "boolean" },
                hasData: { type: "boolean" },
                isEstablished: { type: "boolean" },
                isActive: { type: "boolean" },
                isEnabled: { type: "boolean" },
              },
            },
          ],
        },
        description: "What the hosts of the other members tell; null where one cannot be asked.",
      },
      data_dir: { type: "string", description: "Where its data is." },
      foundation: { type: "string", description: "Its configuration but for the beginning of the cluster." },
    },
  },
  example: `- name: Run a member
  etcd_member:
    cluster: prod
    own: { name: etcd1, address: 10.0.0.5, addresses: [10.0.0.5], peerUrl: https://10.0.0.5:2380, clientUrl: https://10.0.0.5:2379 }
    members: []
    others: {}
    data_dir: /var/lib/etcd
    foundation: "name: etcd1"`,
  build: ({ cluster, own, members, others, data_dir: dataDir, foundation }) =>
    resource({
      id: `etcd member ${own.name}`,
      probes: {
        host: etcdHost({ dataDir }),
        network: etcdCluster({ endpoints: members.map(({ clientUrl }) => clientUrl) }),
      },
      plan: ({ host, network }) =>
        memberPlan({ situation: { cluster, own, members, others, host, network }, dataDir, foundation }),
      after: ({ host }) => ({ host: { ...host, hasData: true, isActive: true, isEnabled: true } }),
    }),
});
