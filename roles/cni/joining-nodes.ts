import { nodeTruth } from "../../src/kubernetes/node-truth.ts";
import { presence } from "../../src/resources/presence.ts";
import { onMachine, type Probe } from "../../src/resources/probe.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";

/**
 * Whether the other nodes of the inventory are about to join. Only a check does not know already: it foretells that a host
 * becomes a node, while the API server has no such Node yet. So the question is about what kubeadm changes, and any
 * other answer than the only one there is comes from a forecast. Cost: a connection to each node.
 */
export function joiningFacts(
  host: RoleNode,
  { nodes, endpoint }: RoleCluster,
): Record<string, Probe<boolean | null>> {
  const others = nodes.filter(({ name, role }) => name !== host.name && role !== "etcd");
  return Object.fromEntries(
    others.flatMap(({ name }) => {
      const { subject } = nodeTruth({ name, endpoint });
      return [
        [reachKey(name), onMachine(name, presence({ of: "host" }))],
        [joinKey(name), onMachine(name, { ...presence({ of: "node" }), subject })],
      ] as const;
    }),
  );
}

/** Nodes that the cluster does not have yet and is about to get. Pure. */
export function joiningNodes(facts: Readonly<Record<string, unknown>>, known: readonly string[]): string[] {
  return Object.keys(facts)
    .filter((key) => key.startsWith(reachPrefix) && facts[key] !== null)
    .map((key) => key.slice(reachPrefix.length))
    .filter((name) => facts[joinKey(name)] !== true && !known.includes(name));
}

const reachPrefix = "reach ";
const reachKey = (name: string): string => `${reachPrefix}${name}`;
const joinKey = (name: string): string => `join ${name}`;
