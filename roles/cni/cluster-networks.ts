import { type ListedNode, type NodeList, nodeList } from "../../src/kubernetes/node-list.ts";
import { onMachine, type Probe } from "../../src/resources/probe.ts";
import { type NotYet, notYet } from "../../src/role/role.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { joiningFacts, joiningNodes } from "./joining-nodes.ts";
import { type PodRoute, podRoutes } from "./pod-routes.ts";

/** What other hosts say: of nodes, or whether they are there. */
type Facts = Readonly<Record<string, NodeList | boolean | null>>;

/** What each control plane that can be asked says of the nodes; a host that is one asks itself. */
export function networkFacts(host: RoleNode, cluster: RoleCluster): Record<string, Probe<NodeList | null>> {
  if (host.role === "control_plane") return { [host.name]: nodeList({}) };
  const controlPlanes = cluster.nodes.filter((node) => node.role === "control_plane");
  return Object.fromEntries(controlPlanes.map(({ name }) => [name, onMachine(name, nodeList({}))]));
}

/** What routes follow from: the nodes, and those that are about to join. */
export function routeFacts(
  host: RoleNode,
  cluster: RoleCluster,
): Record<string, Probe<NodeList | boolean | null>> {
  return { ...networkFacts(host, cluster), ...joiningFacts(host, cluster) };
}

/** All nodes as the first control plane that answers knows them. Pure. */
function clusterNetworks(facts: Facts): readonly ListedNode[] | NotYet {
  const reasons: string[] = [];
  for (const answer of Object.values(facts)) {
    if (typeof answer !== "object" || answer === null) continue;
    if (answer.kind === "answered") return answer.nodes;
    reasons.push(answer.reason);
  }
  return notYet(["no control plane says which nodes there are", ...reasons.slice(0, 1)].join(": "));
}

/** The node that a host is, and all nodes; not yet, while it is none or has no networks for its pods. Pure. */
export function ownNetwork(
  facts: Facts,
  name: string,
): { readonly own: ListedNode; readonly nodes: readonly ListedNode[] } | NotYet {
  const nodes = clusterNetworks(facts);
  if ("notYet" in nodes) return nodes;
  const own = nodes.find((node) => node.name === name);
  if (!own) return notYet(`${name} is no node of the cluster yet`);
  if (own.podCidrs.length === 0) return notYet(`the node ${name} has no pod CIDR yet`);
  return { own, nodes };
}

/** The routes of a host to the pods of all other nodes, and the nodes to whose pods there will be routes. */
export interface RoutesToOthers {
  readonly routes: readonly PodRoute[];
  readonly joining: readonly string[];
}

/**
 * The routes of a host. A node that is alone has none, also before it is one; so that is known before there is a cluster.
 * Pure.
 */
export function routesToOthers(facts: Facts, host: RoleNode, cluster: RoleCluster): RoutesToOthers | NotYet {
  const known = ownNetwork(facts, host.name);
  if ("notYet" in known) {
    const others = cluster.nodes.filter(({ name, role }) => name !== host.name && role !== "etcd");
    return others.length === 0 ? { routes: [], joining: [] } : known;
  }
  const routes = podRoutes(host.name, known.nodes);
  if ("notYet" in routes) return routes;
  return {
    routes,
    joining: joiningNodes(
      facts,
      known.nodes.map(({ name }) => name),
    ),
  };
}
