import type { Facts, HostTask, Surroundings } from "../playbook/host-task.ts";
import { isNotYet } from "../playbook/role-host-tasks.ts";
import { type Scope, UnknownValue } from "../playbook/scope.ts";
import { askFacts } from "./ask-facts.ts";
import { type Evaluation, evaluateTask, factsOf, type Outlook, readStates } from "./evaluate-task.ts";
import type { ForetoldOf } from "./foretold.ts";
import type { HostSession } from "./host-session.ts";
import { type HostWork, sessionOf } from "./host-work.ts";

/** Where a task acts, and in what surroundings. */
export interface LocatedTask {
  readonly kind: "located";
  readonly facts: Facts;
  readonly surroundings: Surroundings;
  /** The machine that it acts on. */
  readonly target: HostSession;
  readonly own: HostSession;
  /** How many changes there were in the run: answers from before do not count where others may have made them stale. */
  readonly since: number;
}

/** How often is asked again what tasks of other hosts have made unknown by changing the machine in the meantime. */
const mostRounds = 20;

const nothingForetold: ForetoldOf = () => null;

/**
 * Finds out where a task acts: asks for the facts that it uses, and opens the connection to its delegate. Tells
 * at once where it is skipped, or cannot be evaluated yet. Cost: a round trip where facts are not known, and not even a
 * connection where it is ruled out. Throws ConnectionError and InputError.
 */
export async function locateTask(
  task: HostTask,
  scope: Scope,
  work: HostWork,
  foretoldOf: ForetoldOf = nothingForetold,
): Promise<LocatedTask | Exclude<Evaluation, { kind: "unasked" | "planned" }>> {
  if (task.isRuledOut?.(scope)) return { kind: "skipped" };
  const own = await work.sessions.get(work.host);
  const since = own.changes;
  const read = await readFacts(factsOf(task, scope), own, work, foretoldOf, since);
  if (read.kind !== "known") return { kind: "unknown", waitsFor: waitsFor(read), own: undefined };
  const facts = read.states;
  try {
    const runs = task.shouldRun(scope, facts);
    if (isNotYet(runs)) return { kind: "not-yet", reason: runs.notYet };
    if (!runs) return { kind: "skipped" };
    const surroundings = task.surroundings(scope, facts);
    const target = await sessionOf(work, surroundings.delegate);
    return { kind: "located", facts, surroundings, own, target, since };
  } catch (error) {
    if (error instanceof UnknownValue) return { kind: "unknown", waitsFor: error.waitsFor, own: undefined };
    throw error;
  }
}

async function readFacts(
  uses: HostTask["uses"],
  own: HostSession,
  { sessions, host }: HostWork,
  foretoldOf: ForetoldOf,
  since: number,
): Promise<ReturnType<typeof readStates>> {
  const foretold = foretoldOf(host);
  const open = Object.values(uses).filter((probe) => !foretold?.waitsFor(probe));
  for (let round = 1; ; round += 1) {
    await askFacts(sessions, own, open, foretoldOf, since);
    const read = readStates(uses, { answers: own.since(since), foretold }, "own");
    if (read.kind !== "unasked" || round === mostRounds) return read;
  }
}

function waitsFor(read: Evaluation): string {
  return read.kind === "unknown" ? read.waitsFor : "an answer of the host";
}

/**
 * Evaluates a task where it acts, and asks until nothing is open: facts first, then the state of what it builds with
 * them. Cost: none where the questions were asked ahead. Throws ConnectionError and InputError.
 */
export async function evaluateLocated(
  task: HostTask,
  scope: Scope,
  { own, target, surroundings, since }: LocatedTask,
  work: HostWork,
  foretoldOf: ForetoldOf = nothingForetold,
): Promise<Evaluation> {
  const { host } = work;
  const outlooks: Record<"own" | "target", Outlook> = {
    own: { answers: own.since(since), foretold: foretoldOf(host) },
    target: { answers: target.since(since), foretold: foretoldOf(surroundings.delegate ?? host) },
  };
  for (let round = 0; round < mostRounds; round += 1) {
    const evaluation = evaluateTask(task, scope, outlooks);
    if (evaluation.kind !== "unasked") return evaluation;
    if (evaluation.of === "own") await askFacts(work.sessions, own, evaluation.probes, foretoldOf, since);
    else await target.ask(evaluation.probes, since);
  }
  return { kind: "unknown", waitsFor: "an answer of the host", own: undefined };
}
