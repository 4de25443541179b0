import { ConnectionError, LockedError } from "../errors.ts";
import type { Probe } from "../resources/probe.ts";
import type { ForetoldOf } from "./foretold.ts";
import type { HostSession } from "./host-session.ts";
import type { Sessions } from "./sessions.ts";

/**
 * Puts the questions for facts that have no answer from after the change `since`, each to the machine that it is for. Cost: a round trip for what is not known yet, and one
 * per other machine. Throws ConnectionError where the host itself is lost; of another machine nothing is known then.
 */
export async function askFacts(
  sessions: Pick<Sessions, "get">,
  own: HostSession,
  probes: readonly Probe[],
  foretoldOf: ForetoldOf,
  since: number,
): Promise<void> {
  await own.ask(
    probes.filter(({ elsewhere }) => elsewhere === undefined),
    since,
  );
  for (const { key, elsewhere } of probes) {
    if (elsewhere === undefined || own.since(since).has(key)) continue;
    const changes = own.changes;
    const { machine, probe } = elsewhere;
    own.borrow(key, await answerOf(machine, probe, sessions, foretoldOf, since), changes);
  }
}

async function answerOf(
  machine: string,
  probe: Probe,
  sessions: Pick<Sessions, "get">,
  foretoldOf: ForetoldOf,
  since: number,
): Promise<unknown> {
  const foretold = foretoldOf(machine);
  if (foretold !== null && foretold.waitsFor(probe) !== null) return null;
  try {
    const session = await sessions.get(machine);
    await session.ask([probe], since);
    const now = session.answers.get(probe.key) ?? null;
    return foretold === null ? now : foretold.stateOf(probe, now);
  } catch (error) {
    if (!(error instanceof ConnectionError) || error instanceof LockedError) throw error;
    return null;
  }
}
