import { hostCondition } from "../../src/kubernetes/preflight/host-condition.ts";
import { outsidePeers } from "../../src/network/join/check-outside.ts";
import { hostLinks } from "../../src/network/join/host-links.ts";
import { type ClockReading, clockReading } from "../../src/network/paths/clock-reading.ts";
import { endpointNames, endpointPeer } from "../../src/network/paths/cluster-endpoint.ts";
import { peersOf, wayTo } from "../../src/network/paths/node-ports.ts";
import { type PathToPeer, type Peer, pathsToPeers } from "../../src/network/paths/paths-to-peers.ts";
import { onMachine, type Probe } from "../../src/resources/probe.ts";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { systemFacts } from "../../src/role/system-facts.ts";

/** What the questions depend on. */
export interface QuestionTerms {
  /** Names that must resolve, beside that of the endpoint. */
  readonly names: readonly string[];
  /** Servers outside that must answer, as written. */
  readonly reach: readonly string[];
}

/** Nodes that a host needs in order to join: control planes, and for one of those also where etcd is. */
export function joinNodes(host: RoleNode, { nodes }: RoleCluster): readonly RoleNode[] {
  return nodes.filter(({ name, role }) => name !== host.name && role !== "worker");
}

/** The ways that a host takes to join: to the nodes that it needs, and to the endpoint. */
export function joinPeers(host: RoleNode, cluster: RoleCluster, apiPort: number): Peer[] {
  const endpoint = endpointPeer(cluster);
  return [...peersOf(host, joinNodes(host, cluster), apiPort), ...(endpoint ? [endpoint] : [])];
}

/** What a host is asked of its own network; with `peers`, also of the ways to these. */
export function ownQuestions(cluster: RoleCluster, peers: readonly Peer[], terms: QuestionTerms) {
  const outside = outsidePeers(terms.reach);
  const isName = ({ address }: Peer): boolean => !/^[\d.]+$|:/.test(address);
  const names = [
    ...endpointNames(cluster),
    ...outside.filter(isName).map(({ address }) => address),
    ...terms.names,
  ];
  return {
    facts: systemFacts({}),
    condition: hostCondition({ names: [...new Set(names)] }),
    links: hostLinks({ to: [...new Set(peers.map(({ address }) => address))] }),
    clock: clockReading,
    paths: pathsToPeers({ peers }),
    outside: pathsToPeers({ peers: outside }),
  };
}

type PeerQuestion = `${"clock of" | "way back from"} ${string}`;
type PeerAnswer = ClockReading | readonly PathToPeer[] | null;

/** What control planes are asked: what time it is there, and with `apiPort`, how they reach the host. */
export function peerQuestions(
  host: RoleNode,
  nodes: readonly RoleNode[],
  apiPort: number | null,
): Readonly<Record<PeerQuestion, Probe<PeerAnswer>>> {
  const waysBack = (node: RoleNode) => {
    const peers = apiPort === null ? [] : wayTo(host, node, apiPort).filter(({ ports }) => ports.length > 0);
    return peers.length === 0
      ? []
      : [[`way back from ${node.name}`, onMachine(node.name, pathsToPeers({ peers }))]];
  };
  return Object.fromEntries(
    nodes.flatMap((node) => [
      [`clock of ${node.name}`, onMachine(node.name, clockReading)],
      ...waysBack(node),
    ]),
  );
}

/** What control planes said. Pure. */
export function peerAnswers(nodes: readonly RoleNode[], answers: Readonly<Record<PeerQuestion, PeerAnswer>>) {
  return nodes.map(({ name }) => {
    const clock = answers[`clock of ${name}`] ?? null;
    const back = answers[`way back from ${name}`] ?? null;
    return {
      name,
      clock: clock && "leastMs" in clock ? clock : null,
      path: back && "length" in back ? (back[0] ?? null) : null,
    };
  });
}
