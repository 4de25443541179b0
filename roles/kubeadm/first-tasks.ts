import { answeringServers } from "../../src/kubernetes/api-servers.ts";
import { endpointHost } from "../../src/kubernetes/config/endpoint-host.ts";
import { type NodeTruth, nodeTruth } from "../../src/kubernetes/node-truth.ts";
import { onMachine, type Probe } from "../../src/resources/probe.ts";
import type { StatesOf } from "../../src/resources/resource.ts";
import { type RoleTask, task } from "../../src/role/role.ts";
import type { RoleNode } from "../../src/role/role-context.ts";
import { type Beginning, beginning } from "./first-control-plane.ts";
import { initArguments, joinArguments, ownFacts, type Subject } from "./node-arguments.ts";
import { kubeadmInitModule as kubeadmInit, kubeadmJoinModule as kubeadmJoin } from "./node-module.ts";
import { endpointOf } from "./node-request.ts";
import { oneByOne } from "./one-by-one.ts";

/** Tasks of the first control plane: it makes the cluster; where others have it already, because it is new, it joins them. */
export function firstTasks(subject: Subject): RoleTask[] {
  const { args, host, cluster } = subject;
  const endpoint = endpointOf(args, cluster);
  const others = cluster.nodes.filter(({ name, role }) => role === "control_plane" && name !== host.name);
  const truths = others.map(
    ({ name }) => [keyOf(name), onMachine(name, nodeTruth({ name, endpoint }))] as const,
  );
  const servers = answeringServers({ endpoints: serversBeside(host, others, endpoint) });
  const uses: FirstFacts = { ...Object.fromEntries(truths), ...ownFacts, servers };
  const begun = (facts: StatesOf<FirstFacts>): Beginning => {
    const known = others.map(({ name }) => [name, facts[keyOf(name)] ?? null] as const);
    return beginning(Object.fromEntries(known), facts.servers);
  };
  const exclusive = oneByOne(cluster);
  return [
    task("Initialise the cluster", kubeadmInit, (facts) => initArguments(subject, facts, begun(facts)), {
      uses,
      when: (facts) => begun(facts).kind !== "join",
      exclusive,
    }),
    ...(others.length === 0
      ? []
      : [
          task("Join the cluster", kubeadmJoin, (facts) => joinArguments(subject, facts), {
            uses,
            when: (facts) => begun(facts).kind === "join",
            exclusive,
          }),
        ]),
  ];
}

/** What the first control plane asks, of itself and of the others. */
type FirstFacts = typeof ownFacts & {
  readonly servers: Probe<readonly string[]>;
  readonly [others: `control plane ${string}`]: Probe<NodeTruth | null>;
};

function keyOf(name: string): `control plane ${string}` {
  return `control plane ${name}`;
}

/** API servers that there may be without this host: those of the other control planes, and a balancer's. */
function serversBeside(host: RoleNode, others: readonly RoleNode[], endpoint: string): string[] {
  const port = endpoint.slice(endpoint.lastIndexOf(":") + 1);
  const beside = others.flatMap(({ addresses: [address] }) =>
    address === undefined ? [] : [address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`],
  );
  const own = [host.name, ...host.addresses, ...host.candidates];
  return own.includes(endpointHost(endpoint)) ? beside : [...new Set([...beside, endpoint])];
}
