import { HostSession } from "../engine/host-session.ts";
import { type HostCondition, hostCondition } from "../kubernetes/preflight/host-condition.ts";
import { type HostLinks, hostLinks } from "../network/join/host-links.ts";
import type { NetworkAnswers } from "../network/join/judge-join.ts";
import { type ClockReading, clockReading } from "../network/paths/clock-reading.ts";
import { endpointNames } from "../network/paths/cluster-endpoint.ts";
import { type PathToPeer, type Peer, pathsToPeers } from "../network/paths/paths-to-peers.ts";
import type { Probe } from "../resources/probe.ts";
import type { RoleCluster } from "../role/role-context.ts";
import { type SystemFacts, systemFacts } from "../role/system-facts.ts";
import type { Shell } from "../transport/transport.ts";

/** What a host says of its network, and of the ways to others. */
export interface Examination extends NetworkAnswers {
  readonly condition: HostCondition;
  readonly paths: readonly PathToPeer[];
}

/** Asks a host for its network and has it try the ways to `peers`. Cost: one round trip. Throws CommandError, ConnectionError. */
export async function examineHost(
  shell: Shell,
  cluster: RoleCluster,
  peers: readonly Peer[],
  signal: AbortSignal,
): Promise<Examination> {
  const session = new HostSession(shell, signal);
  const facts: Probe<SystemFacts> = systemFacts({});
  const condition: Probe<HostCondition> = hostCondition({ names: endpointNames(cluster) });
  const links: Probe<HostLinks> = hostLinks({ to: [...new Set(peers.map(({ address }) => address))] });
  const clock: Probe<ClockReading | null> = clockReading;
  const paths: Probe<readonly PathToPeer[]> = pathsToPeers({ peers });
  await session.ask([clock, facts, condition, links, paths]);
  return {
    facts: answerTo(session, facts),
    condition: answerTo(session, condition),
    links: answerTo(session, links),
    clock: answerTo(session, clock),
    paths: answerTo(session, paths),
  };
}

/** What the host said to a question that was put; probes tie the type of the answer to the question. */
function answerTo<State>(session: HostSession, probe: Probe<State>): State;
function answerTo(session: HostSession, probe: Probe): unknown {
  return session.answers.get(probe.key);
}
