import type { LimitFunction } from "p-limit";
import { ConnectionError, InputError } from "../errors.ts";
import type { HostLoop, HostTask } from "../playbook/host-task.ts";
import { type Scope, UnknownValue } from "../playbook/scope.ts";
import type { Probe } from "../resources/probe.ts";
import { askFacts } from "./ask-facts.ts";
import { askableProbes, factsOf, type Outlook } from "./evaluate-task.ts";
import type { ForetoldOf } from "./foretold.ts";
import type { HostMemory } from "./host-memory.ts";
import type { HostNotes } from "./host-notes.ts";
import type { HostSession } from "./host-session.ts";
import type { Loans } from "./loans.ts";
import type { RunJournal } from "./run-journal.ts";
import type { Sessions } from "./sessions.ts";
import type { HostReport } from "./task-result.ts";

/** One host at work in one play: what its tasks need to know of the run around them. */
export interface HostWork {
  readonly host: string;
  readonly sessions: Sessions;
  readonly report: HostReport;
  /** Of any host of the inventory; for what is delegated to it. */
  readonly memoryOf: (host: string) => HostMemory;
  readonly journal: RunJournal;
  readonly loans: Loans;
  /** What is noted for a run that goes on with this one. */
  readonly notes: HostNotes;
  /** All that the run has changed on a host is taken back when it fails (--rollback-on-failure). */
  readonly rollsBack: boolean;
  readonly check: boolean;
  readonly signal: AbortSignal;
  /** Set once the play is to end for all hosts. */
  readonly isStopped: () => boolean;
  readonly stopAll: (task: HostTask | HostLoop) => void;
  /** Bounds how many hosts run a task with `throttle` at the same time. */
  readonly throttleOf: (task: HostTask) => LimitFunction | null;
}

/** The session of the machine that a task acts on. Throws ConnectionError. */
export function sessionOf({ host, sessions }: HostWork, delegate: string | null): Promise<HostSession> {
  return sessions.get(delegate ?? host);
}

/**
 * Puts all questions that `tasks` have by now, so that later each finds its answer; a machine that a task is delegated
 * to and that is lost is told when its turn comes. Nobody is reached for tasks that are ruled out. Cost: one round trip per machine, and another where a question
 * follows from facts; none where everything is known. Throws ConnectionError where the host itself is lost.
 */
export async function askAhead(
  work: HostWork,
  tasks: readonly (HostTask | HostLoop)[],
  scope: Scope,
): Promise<void> {
  const open = tasks.filter((step) => step.kind === "loop" || !step.isRuledOut?.(scope));
  if (open.length === 0) return;
  const own = await work.sessions.get(work.host);
  const since = own.changes;
  const lost = new Set<string>();
  const elsewhere = open.flatMap((step) => Object.values(step.uses)).filter((probe) => probe.elsewhere);
  const foretoldOf: ForetoldOf = (machine) => (work.check ? work.memoryOf(machine).foretold : null);
  for (let round = 0; round < 3; round += 1) {
    const asked = probesOf(work, open, scope, own.since(since));
    let isDone = true;
    for (const [machine, probes] of asked) {
      if (lost.has(machine)) continue;
      try {
        const session = await work.sessions.get(machine);
        const known = session.since(since);
        if (probes.every((probe) => known.has(probe.key))) continue;
        isDone = false;
        await session.ask(probes, since);
      } catch (error) {
        if (machine === work.host || !(error instanceof ConnectionError)) throw error;
        lost.add(machine);
      }
    }
    const known = own.since(since);
    if (isDone && elsewhere.every(({ key }) => known.has(key))) return;
    await askFacts(work.sessions, own, elsewhere, foretoldOf, since);
  }
}

/** The questions that tasks can put by now, by the machine that they are put to. Pure. */
export function probesOf(
  { host }: Pick<HostWork, "host">,
  tasks: readonly (HostTask | HostLoop)[],
  scope: Scope,
  known: Outlook["answers"],
): ReadonlyMap<string, readonly Probe[]> {
  const probes = new Map<string, Probe[]>();
  const add = (machine: string, asked: readonly Probe[]): void => {
    const known = probes.get(machine);
    if (known) known.push(...asked);
    else probes.set(machine, [...asked]);
  };
  for (const step of tasks) {
    const uses = Object.values(factsOf(step, scope));
    add(
      host,
      uses.filter((probe) => !probe.elsewhere),
    );
    for (const task of roundsOf(step, scope, known)) {
      const asked = askableProbes(task, scope, known);
      add(asked.delegate ?? host, asked.probes);
    }
  }
  return probes;
}

/** A task, or the rounds of a loop as far as they can be known now. */
function roundsOf(step: HostTask | HostLoop, scope: Scope, known: Outlook["answers"]): readonly HostTask[] {
  if (step.kind === "task") return [step];
  const facts = Object.entries(step.uses).map(([name, probe]) => [name, known.get(probe.key)]);
  if (facts.some(([, state]) => state === undefined)) return [];
  try {
    return step.rounds(scope, Object.fromEntries(facts));
  } catch (error) {
    if (error instanceof UnknownValue || error instanceof InputError) return [];
    throw error;
  }
}
