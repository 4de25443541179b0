import { InputError } from "../errors.ts";
import type { HostTask } from "../playbook/host-task.ts";
import { isNotYet } from "../playbook/role-host-tasks.ts";
import { type Scope, UnknownValue } from "../playbook/scope.ts";
import type { Probe } from "../resources/probe.ts";
import type { Plan, Resource } from "../resources/resource.ts";
import type { Answers } from "./answers.ts";
import type { Foretold } from "./foretold.ts";

/** How a task stands on a host, as far as can be said with the answers at hand. */
export type Evaluation =
  | { readonly kind: "skipped" }
  /** Waits for a registered result, or for a state that an earlier change makes unknowable. */
  | { readonly kind: "unknown"; readonly waitsFor: string; readonly own: Probe | undefined }
  /** Waits for the host to become different: a package that is not installed. */
  | { readonly kind: "not-yet"; readonly reason: string }
  /** Questions have to be put to the host first. */
  | { readonly kind: "unasked"; readonly probes: readonly Probe[] }
  | {
      readonly kind: "planned";
      readonly resource: Resource;
      readonly states: Readonly<Record<string, unknown>>;
      readonly plan: Plan;
    };

/** Evaluates one task. Pure. With `foretold`, as if the changes planned so far had been made. */
export function evaluateTask(
  task: HostTask,
  scope: Scope,
  answers: Answers,
  foretold: Foretold | null,
): Evaluation {
  const facts = readStates(task.uses, answers, foretold);
  if (facts.kind !== "known") return facts;
  try {
    const runs = task.shouldRun(scope, facts.states);
    if (isNotYet(runs)) return { kind: "not-yet", reason: runs.notYet };
    if (!runs) return { kind: "skipped" };
    const resource = task.build(scope, facts.states);
    if (isNotYet(resource)) return { kind: "not-yet", reason: resource.notYet };
    const read = readStates(resource.probes, answers, foretold);
    if (read.kind !== "known") return read;
    return { kind: "planned", resource, states: read.states, plan: resource.plan(read.states) };
  } catch (error) {
    if (error instanceof UnknownValue) return { kind: "unknown", waitsFor: error.waitsFor, own: undefined };
    throw error;
  }
}

/**
 * The questions of a task that can be put by now: its facts, and once these are known what its resource asks. Whether
 * the task runs need not be known: asking is harmless, and asking later would cost a round trip of its own. Pure.
 */
export function askableProbes(task: HostTask, scope: Scope, answers: Answers): Probe[] {
  const facts = Object.values(task.uses);
  const read = readStates(task.uses, answers, null);
  if (read.kind !== "known") return facts;
  try {
    if (!mayRun(task, scope, read.states)) return facts;
    const resource = task.build(scope, read.states);
    return isNotYet(resource) ? facts : [...facts, ...Object.values(resource.probes)];
  } catch (error) {
    // Told when the task's turn comes.
    if (error instanceof UnknownValue || error instanceof InputError) return facts;
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

function readStates(
  probes: Readonly<Record<string, Probe>>,
  answers: Answers,
  foretold: Foretold | null,
): Reading {
  const all = Object.values(probes);
  const unasked = all.filter((probe) => !answers.has(probe.key));
  const waitsFor = all.map((probe) => foretold?.waitsFor(probe)).find((id) => typeof id === "string");
  if (typeof waitsFor === "string") return { kind: "unknown", waitsFor, own: all[0] };
  if (unasked.length > 0) return { kind: "unasked", probes: unasked };
  const states = Object.fromEntries(
    Object.entries(probes).map(([name, probe]) => {
      const now = answers.get(probe.key);
      return [name, foretold ? foretold.stateOf(probe, now) : now];
    }),
  );
  return { kind: "known", states };
}
