import { HostSession } from "../engine/host-session.ts";
import { type NodeSoftware, nodeSoftware } from "../kubernetes/health/node-software.ts";
import type { Probe } from "../resources/probe.ts";
import { type SystemFacts, systemFacts } from "../role/system-facts.ts";
import type { Shell } from "../transport/transport.ts";
import { type AdminAccess, adminAccess } from "./admin-access.ts";

/** What a host says of itself. */
export interface HostReport {
  readonly facts: SystemFacts;
  readonly software: NodeSoftware;
}

/** Asks a host, and a control plane for its admin.conf as well. Cost: one round trip. Throws CommandError, ConnectionError. */
export async function readHost(
  shell: Shell,
  isControlPlane: boolean,
  signal: AbortSignal,
): Promise<{ readonly report: HostReport; readonly access: AdminAccess | null }> {
  const session = new HostSession(shell, signal);
  const questions = { facts: systemFacts({}), software: nodeSoftware({}), access: adminAccess({}) };
  const { facts, software, access } = questions;
  await session.ask(isControlPlane ? [facts, software, access] : [facts, software]);
  return {
    report: { facts: answerTo(session, facts), software: answerTo(session, software) },
    access: isControlPlane ? answerTo(session, access) : null,
  };
}

/** What the host said to a question that was put; probes tie the type of the answer to the question. */
function answerTo<State>(session: HostSession, probe: Probe<State>): State;
function answerTo(session: HostSession, probe: Probe): unknown {
  return session.answers.get(probe.key);
}
