import { CommandError, ConvergenceError } from "../errors.ts";
import type { HostTask } from "../playbook/host-task.ts";
import type { Scope } from "../playbook/scope.ts";
import type { Change } from "../resources/change.ts";
import type { Probe } from "../resources/probe.ts";
import type { CommandOutput, Resource } from "../resources/resource.ts";
import { applyChanges } from "./apply-changes.ts";
import { changeSummary } from "./change-summary.ts";
import { type Evaluation, evaluateTask } from "./evaluate-task.ts";
import type { HostSession } from "./host-session.ts";
import { type HostReport, type TaskResult, taskResult } from "./task-result.ts";

/** What a task needs to know of the run around it. */
export interface TaskContext {
  readonly session: HostSession;
  readonly scope: Scope;
  readonly report: HostReport;
  /** The forecast at the start of the play announced a change. */
  readonly isAnnounced: boolean;
  /** What the tasks after this one will ask; it is asked anew whenever something is applied. */
  readonly laterProbes: () => readonly Probe[];
}

type Planned = Extract<Evaluation, { kind: "planned" }>;

/**
 * Evaluates a task and applies what it plans. Cost: no round trip when its questions were asked before and nothing
 * is to change, else one. Throws CommandError, ConvergenceError, InputError and ConnectionError.
 */
export async function runTask(task: HostTask, context: TaskContext): Promise<TaskResult> {
  const evaluation = await evaluateFully(task, context);
  switch (evaluation.kind) {
    case "skipped":
      return taskResult("skipped");
    case "planned":
      return carryOut(task, evaluation, context);
    case "not-yet":
      throw new ConvergenceError(evaluation.reason);
    default:
      throw new ConvergenceError(
        `"${task.name}" waits for what this run did not do: ${waitedFor(evaluation)}`,
      );
  }
}

function waitedFor(evaluation: Evaluation): string {
  return evaluation.kind === "unknown" ? evaluation.waitsFor : "an answer of the host";
}

/** A task may ask in steps: facts first, then the state of what it builds with them. */
async function evaluateFully(task: HostTask, { session, scope }: TaskContext): Promise<Evaluation> {
  let evaluation = evaluateTask(task, scope, session.answers, null);
  for (let round = 0; evaluation.kind === "unasked" && round < 3; round += 1) {
    await session.ask(evaluation.probes);
    evaluation = evaluateTask(task, scope, session.answers, null);
  }
  return evaluation;
}

async function carryOut(task: HostTask, planned: Planned, context: TaskContext): Promise<TaskResult> {
  const { plan, resource } = planned;
  switch (plan.kind) {
    case "blocked":
      throw new ConvergenceError(plan.reason);
    case "failed":
      throw new ConvergenceError(plan.message);
    case "wait": {
      const { summary, script, timeoutMs } = plan;
      await apply(task, resource, [{ kind: "run", summary, script, timeoutMs }], context);
      return taskResult("ok", { message: summary });
    }
    case "changes": {
      const message = plan.message ?? "";
      if (plan.changes.length > 0) {
        const output = await apply(task, resource, plan.changes, context);
        verify(resource, context.session);
        // What a package manager prints is no result of a task: a check could not foretell it.
        const own = resource.capturesOutput ? { output } : {};
        return taskResult("changed", { message, changes: plan.changes, ...own });
      }
      if (!context.isAnnounced) return taskResult("ok", { message });
      return taskResult("changed", { message: "through an earlier change" });
    }
  }
}

async function apply(
  task: HostTask,
  resource: Resource,
  changes: readonly Change[],
  { session, report, laterProbes }: TaskContext,
): Promise<CommandOutput> {
  report.taskStart(task);
  const capturesOutput = resource.capturesOutput === true;
  const output = await applyChanges(session, changes, {
    reprobe: [...Object.values(resource.probes), ...laterProbes()],
    capturesOutput,
    onLine: (line, stream) => report.output(task, line, stream),
  });
  if (capturesOutput && output.exitCode !== 0) {
    throw new CommandError(`the command ended with exit code ${output.exitCode}`, output);
  }
  return output;
}

/** Plans once more from what the host says now. Throws ConvergenceError unless there is nothing left to do. */
function verify(resource: Resource, session: HostSession): void {
  const states = Object.fromEntries(
    Object.entries(resource.probes).map(([name, probe]) => [name, session.answers.get(probe.key)]),
  );
  if (resource.verify) {
    const wrong = resource.verify(states);
    if (wrong !== null) throw new ConvergenceError(`applied, but ${wrong}`, setBack);
    return;
  }
  const rest = resource.plan(states);
  if (rest.kind === "changes" && rest.changes.length === 0) return;
  throw new ConvergenceError(`applied, but did not converge: ${remaining(rest)}`, setBack);
}

const setBack = "something else on the host sets it back, or the task asks for what cannot be";

function remaining(plan: ReturnType<Resource["plan"]>): string {
  switch (plan.kind) {
    case "blocked":
      return plan.reason;
    case "failed":
      return plan.message;
    case "wait":
      return plan.summary;
    case "changes":
      return plan.changes
        .map(changeSummary)
        .map(({ title, diff }) => (diff === "" ? title : `${title}\n${diff}`))
        .join("\n");
  }
}
