import { etcdMembers } from "../../src/kubernetes/etcd-members.ts";
import { etcdFunctions } from "../../src/kubernetes/etcdctl.ts";
import { kubectl } from "../../src/kubernetes/kubectl.ts";
import { nodeObject } from "../../src/kubernetes/node-object.ts";
import { defineModule } from "../../src/resources/module.ts";
import { resource, satisfied } from "../../src/resources/resource.ts";
import { shQuote } from "../../src/resources/sh-quote.ts";

const properties = { node: { type: "string", description: "Name of the node." } } as const;

/** Takes a node's member out of etcd, so that the others no longer count on it; acts on another control plane. */
export const removedMemberModule = defineModule({
  name: "removed_member",
  summary: "Removes the member of a node from etcd.",
  schema: { type: "object", additionalProperties: false, required: ["node"], properties },
  example: "- removed_member: { node: cp3 }\n",
  build: ({ node }) =>
    resource({
      id: `etcd member ${node}`,
      probes: { members: etcdMembers({}) },
      plan: ({ members }) => {
        if (members === null) return { kind: "blocked", reason: "etcd does not answer here" };
        const member = members.find(({ name }) => name === node);
        if (!member) return satisfied;
        const script = `${etcdFunctions}lab_etcdctl member remove ${shQuote(member.id)}\n`;
        const summary = `etcdctl member remove ${member.id}`;
        return { kind: "changes", changes: [{ kind: "run", summary, script, timeoutMs: 60_000 }] };
      },
      after: ({ members }) => ({ members: members?.filter(({ name }) => name !== node) ?? null }),
    }),
});

/** Deletes the Node object, and with it the pods that the API still knows there; acts on a control plane. */
export const deletedNodeModule = defineModule({
  name: "deleted_node",
  summary: "Deletes a node from the API.",
  schema: { type: "object", additionalProperties: false, required: ["node"], properties },
  example: "- deleted_node: { node: worker3 }\n",
  build: ({ node }) =>
    resource({
      id: `node ${node}`,
      probes: { node: nodeObject({ node }) },
      plan: ({ node: state }) => {
        if (state.kind === "unanswered")
          return { kind: "blocked", reason: `the API server does not tell: ${state.reason}` };
        if (state.kind === "absent") return satisfied;
        const script = kubectl(["delete", "node", node, "--ignore-not-found"], { seconds: 60 });
        return {
          kind: "changes",
          changes: [{ kind: "run", summary: `kubectl delete node ${node}`, script, timeoutMs: 90_000 }],
        };
      },
      after: () => ({ node: { kind: "absent" } }),
    }),
});
