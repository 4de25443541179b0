import { ConnectionError, LockedError } from "../errors.ts";
import type { Probe } from "../resources/probe.ts";
import type { Foretold, ForetoldOf } from "./foretold.ts";
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
  const known = own.since(since);
  // What is foretold of another machine moves on with each task there; only what it said itself stays known.
  const isKnown = (key: string, machine: string): boolean => known.has(key) && foretoldOf(machine) === null;
  const open = probes.flatMap(({ key, elsewhere }) =>
    elsewhere === undefined || isKnown(key, elsewhere.machine) ? [] : [{ key, ...elsewhere }],
  );
  await Promise.all(
    [...Map.groupBy(open, ({ machine }) => machine)].map(async ([machine, asked]) => {
      const changes = own.changes;
      const questions = asked.map(({ probe }) => probe);
      const answers = await answersOf(machine, questions, sessions, foretoldOf(machine), since);
      for (const [index, { key }] of asked.entries()) own.borrow(key, answers[index] ?? null, changes);
    }),
  );
}

/** What a machine says, in the order of the questions; null for what it cannot, or where it cannot be reached. */
async function answersOf(
  machine: string,
  probes: readonly Probe[],
  sessions: Pick<Sessions, "get">,
  foretold: Foretold | null,
  since: number,
): Promise<readonly unknown[]> {
  const askable = probes.filter((probe) => !foretold?.waitsFor(probe));
  if (askable.length === 0) return [];
  try {
    const session = await sessions.get(machine);
    await session.ask(askable, since);
    return probes.map((probe) => {
      if (!askable.includes(probe)) return null;
      const now = session.answers.get(probe.key) ?? null;
      return foretold === null ? now : foretold.stateOf(probe, now);
    });
  } catch (error) {
    if (!(error instanceof ConnectionError) || error instanceof LockedError) throw error;
    return [];
  }
}
