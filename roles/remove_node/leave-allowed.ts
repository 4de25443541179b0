import { type EtcdMembers, etcdMembers, keepsQuorum } from "../../src/kubernetes/etcd-members.ts";
import { defineModule } from "../../src/resources/module.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";

/** Fails where etcd would no longer work without the member of a node. */
export const leaveAllowedModule = defineModule({
  name: "leave_allowed",
  summary: "Fails where a cluster cannot do without a control plane.",
  changesNothing: true,
  schema: {
    type: "object",
    additionalProperties: false,
    required: ["node"],
    properties: { node: { type: "string", description: "Name of the control plane that is to leave." } },
  },
  example: "- leave_allowed: { node: cp3 }\n",
  build: ({ node }) =>
    resource({
      id: `leave of ${node}`,
      probes: { members: etcdMembers({}) },
      plan: ({ members }) => {
        const problem = objection(members, node);
        return problem === null ? satisfied : { kind: "failed", message: problem };
      },
    }),
});

/** Why a member must stay; null where it may leave. Pure. */
export function objection(members: EtcdMembers, node: string): string | null {
  if (members === null) return "etcd does not answer here, so nobody can tell whether it would survive";
  if (!members.some(({ name }) => name === node)) return null;
  if (members.length === 1) return `${node} is the only member of etcd`;
  if (keepsQuorum(members, node)) return null;
  const sick = members.filter(({ name, isHealthy }) => name !== node && !isHealthy).map(({ name }) => name);
  return `without ${node} etcd would have no majority: ${sick.join(", ")} ${sick.length === 1 ? "does" : "do"} not answer; bring that back first`;
}
