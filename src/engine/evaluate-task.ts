import { InputError } from "../errors.ts";
import type { HostLoop, HostTask } from "../playbook/host-task.ts";
import { isNotYet } from "../playbook/role-host-tasks.ts";
import { type Scope, UnknownValue } from "../playbook/scope.ts";
import type { Probe } from "../resources/probe.ts";
import type { Plan, Resource } from "../resources/resource.ts";
import type { Answers } from "./answers.ts";
import type { Foretold } from "./foretold.ts";

/** What is known of a machine; with `foretold`, as if the changes planned so far had been made. */
export interface Outlook {
  readonly answers: Pick<Answers, "has" | "get">;
  readonly foretold: Foretold | null;
}

/** The machines that a task is about: the host that it belongs to, and the one that it acts on. Mostly the same. */
export interface Outlooks {
  readonly own: Outlook;
  readonly target: Outlook;
}

/** How a task stands on a host, as far as can be said with the answers at hand. */
export type Evaluation =
  | { readonly kind: "skipped" }
  /** Waits for a registered result, or for a state that an earlier change makes unknowable. */
  | { readonly kind: "unknown"; readonly waitsFor: string; readonly own: Probe | undefined }
  /** Waits for the host to become different: a package that is not installed. */
  | { readonly kind: "not-yet"; readonly reason: string }
  /** Questions have to be put to a machine first. */
  | { readonly kind: "unasked"; readonly of: keyof Outlooks; readonly probes: readonly Probe[] }
  | {
      readonly kind: "planned";
      readonly resource: Resource;
      readonly states: Readonly<Record<string, unknown>>;
      readonly plan: Plan;
    };

/** The facts that have to be known before more can be said of a step. Pure. */
export function factsOf(step: HostTask | HostLoop, scope: Scope): HostTask["uses"] {
  return step.kind === "task" && step.isRuledOut?.(scope) ? {} : step.uses;
}

/** Evaluates one task. Pure. Throws InputError where its arguments are not valid. */
export function evaluateTask(task: HostTask, scope: Scope, { own, target }: Outlooks): Evaluation {
  const facts = readStates(factsOf(task, scope), own, "own");
  if (facts.kind !== "known") return facts;
  try {
    const runs = task.shouldRun(scope, facts.states);
    if (isNotYet(runs)) return { kind: "not-yet", reason: runs.notYet };
    if (!runs) return { kind: "skipped" };
    const resource = task.build(scope, facts.states);
    if (isNotYet(resource)) return { kind: "not-yet", reason: resource.notYet };
    const read = readStates(resource.probes, target, "target");
    if (read.kind !== "known") return read;
    return { kind: "planned", resource, states: read.states, plan: resource.plan(read.states) };
  } catch (error) {
    if (error instanceof UnknownValue) return { kind: "unknown", waitsFor: error.waitsFor, own: undefined };
    throw error;
  }
}

/** What a task asks of the machine that it acts on; `delegate` is null where that is its own host. */
export interface AskableProbes {
  readonly probes: readonly Probe[];
  readonly delegate: string | null;
}

const nothing: AskableProbes = { probes: [], delegate: null };

/**
 * The questions of a task's resource, once its facts are known. Whether the task runs need not be known: asking is
 * harmless, and asking later would cost a round trip of its own. Pure.
 */
export function askableProbes(task: HostTask, scope: Scope, answers: Outlook["answers"]): AskableProbes {
  const read = readStates(factsOf(task, scope), { answers, foretold: null }, "own");
  if (read.kind !== "known") return nothing;
  try {
    if (!mayRun(task, scope, read.states)) return nothing;
    const resource = task.build(scope, read.states);
    if (isNotYet(resource)) return nothing;
    const { delegate } = task.surroundings(scope, read.states);
    return { probes: Object.values(resource.probes), delegate };
  } catch (error) {
    // Told when the task's turn comes.
    if (error instanceof UnknownValue || error instanceof InputError) return nothing;
    throw error;
  }
}

function mayRun(task: HostTask, scope: Scope, facts: Readonly<Record<string, unknown>>): boolean {
  try {
    return task.shouldRun(scope, facts) !== false;
  } catch (error) {
    if (error instanceof UnknownValue) return true;
    throw error;
  }
}

type Reading =
  | { readonly kind: "known"; readonly states: Readonly<Record<string, unknown>> }
  | Extract<Evaluation, { kind: "unasked" | "unknown" }>;

/** The answers to `probes`, by their names, as far as they are there. Pure. */
export function readStates(
  probes: Readonly<Record<string, Probe>>,
  { answers, foretold }: Outlook,
  of: keyof Outlooks,
): Reading {
  const all = Object.values(probes);
  const waitsFor = all.map((probe) => foretold?.waitsFor(probe)).find((id) => typeof id === "string");
  if (typeof waitsFor === "string") return { kind: "unknown", waitsFor, own: all[0] };
  const unasked = all.filter((probe) => !answers.has(probe.key));
  if (unasked.length > 0) return { kind: "unasked", of, probes: unasked };
  const states = Object.fromEntries(
    Object.entries(probes).map(([name, probe]) => {
      const now = answers.get(probe.key);
      return [name, foretold ? foretold.stateOf(probe, now) : now];
    }),
  );
  return { kind: "known", states };
}
