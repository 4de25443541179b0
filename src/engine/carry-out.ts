import { CommandError, ConvergenceError } from "../errors.ts";
import type { HostTask, Surroundings } from "../playbook/host-task.ts";
import type { Change } from "../resources/change.ts";
import type { Probe } from "../resources/probe.ts";
import type { CommandOutput, Resource } from "../resources/resource.ts";
import { applyChanges } from "./apply-changes.ts";
import type { Applied, GuardedOptions } from "./apply-guarded.ts";
import type { Borrow } from "./change-inputs.ts";
import { changeSummary } from "./change-summary.ts";
import type { Evaluation } from "./evaluate-task.ts";
import { guardSeconds, unguardable } from "./guarding.ts";
import type { HostSession } from "./host-session.ts";
import { registeredResult } from "./registered.ts";
import type { KeptChanges } from "./run-journal.ts";
import { taskFailure } from "./task-failure.ts";
import { type HostReport, type TaskResult, taskResult } from "./task-result.ts";

/** What applying a task needs to know. */
export interface CarryOutContext {
  /** The machine that it acts on. */
  readonly session: HostSession;
  readonly surroundings: Surroundings;
  readonly report: HostReport;
  /** The forecast at the start of the play announced a change. */
  readonly isAnnounced: boolean;
  /** In check mode: the user says that it only reads. */
  readonly onlyReads: boolean;
  /** What other hosts lend to the machine. */
  readonly borrow: Borrow;
  /** Writes changes to the journal of the machine before they are made. */
  readonly keep: (changes: readonly Change[]) => KeptChanges;
  /** Makes changes that may cut the connection, and returns the one that takes its place. */
  readonly guarded: (
    changes: readonly Change[],
    options: Pick<GuardedOptions, "seconds" | "reprobe" | "environment" | "timeoutMs" | "say" | "borrow">,
  ) => Promise<Applied>;
  /** What the tasks after this one will ask of the same machine; it is asked anew whenever something is applied. */
  readonly laterProbes: () => readonly Probe[];
}

type Planned = Extract<Evaluation, { kind: "planned" }>;

/**
 * Applies what a task plans. Cost: no round trip when nothing is to change, else one. Throws CommandError,
 * ConvergenceError and ConnectionError.
 */
export async function carryOut(
  task: HostTask,
  { plan, resource, states }: Planned,
  context: CarryOutContext,
): Promise<TaskResult> {
  switch (plan.kind) {
    case "blocked":
      return refused(task, plan.reason, resource.result?.(states));
    case "failed":
      return refused(task, plan.message, resource.result?.(states));
    case "wait": {
      const { summary, script, timeoutMs } = plan;
      const waiting = { kind: "run", summary, script, timeoutMs } as const;
      await apply(task, resource, [waiting], context, { keep: null, verified: [] });
      return taskResult("ok", { message: summary });
    }
    case "changes": {
      const message = plan.message ?? "";
      if (plan.changes.length > 0) return changed(task, resource, plan.changes, message, context);
      const fields = resource.result?.(states) ?? {};
      const outcome = context.isAnnounced ? "changed" : "ok";
      const said = context.isAnnounced ? "through an earlier change" : message;
      const registered = registeredResult(outcome, said, undefined, fields);
      return taskResult(outcome, {
        isCertain: context.isAnnounced,
        message: said,
        registered,
        defined: resource.defines ?? {},
      });
    }
  }
}

async function changed(
  task: HostTask,
  resource: Resource,
  changes: readonly Change[],
  message: string,
  context: CarryOutContext,
): Promise<TaskResult> {
  const problem = unguardable(task, resource, changes);
  if (problem !== null) return refused(task, problem);
  const keep = context.onlyReads ? null : context.keep;
  const verified = Object.values(resource.probes);
  const { output, session } = await apply(task, resource, changes, context, { keep, verified });
  await session.ask(verified);
  const states = statesOf(resource, session);
  if (resource.capturesOutput && output.exitCode !== 0) return commandFailed(task, changes, output);
  verify(resource, states);
  // What a package manager prints is no result of a task: a check could not foretell it.
  const own = resource.capturesOutput ? output : undefined;
  const registered = registeredResult("changed", message, own, resource.result?.(states) ?? {});
  return taskResult("changed", { isCertain: true, message, changes, registered });
}

/** The result of a task that cannot do what it is asked for; it still tells what it saw. */
export function refused(
  task: HostTask,
  message: string,
  fields: Readonly<Record<string, unknown>> = {},
): TaskResult {
  const failure = { kind: "failed", task: task.name, message, detail: "", hint: "" } as const;
  const registered = registeredResult("failed", message, undefined, fields);
  return taskResult("failed", { message, failure, registered });
}

/** A command that says no; `failed_when` may see that otherwise. */
export function commandFailed(task: HostTask, changes: readonly Change[], output: CommandOutput): TaskResult {
  const message = `the command ended with exit code ${output.exitCode}`;
  const failure = taskFailure(task, new CommandError(message, output));
  const registered = registeredResult("failed", message, output);
  return taskResult("failed", { message, failure, changes, registered });
}

async function apply(
  task: HostTask,
  resource: Resource,
  changes: readonly Change[],
  { session, surroundings, report, onlyReads, laterProbes, guarded, borrow }: CarryOutContext,
  { keep, verified }: { readonly keep: CarryOutContext["keep"] | null; readonly verified: readonly Probe[] },
): Promise<Applied> {
  report.taskStart(task);
  const { environment, timeoutMs } = surroundings;
  const later = laterProbes();
  const seconds = keep === null ? null : guardSeconds(task, resource);
  const say = (line: string): void => report.output(task, line, "stdout");
  if (seconds !== null) {
    const reprobe = [...verified, ...later];
    return guarded(changes, { seconds, reprobe, environment, timeoutMs, say, borrow });
  }
  const output = await applyChanges(session, changes, {
    kind: onlyReads ? "probe" : "apply",
    reprobe: verified,
    later,
    capturesOutput: resource.capturesOutput === true,
    environment,
    timeoutMs,
    borrow,
    keep,
    onLine: (line, stream) => report.output(task, line, stream),
  });
  return { output, session };
}

/** What the machine said to the questions of a resource. */
export function statesOf(resource: Resource, session: HostSession): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.entries(resource.probes).map(([name, probe]) => [name, session.answers.get(probe.key)]),
  );
}

/** Plans once more from what the host says now. Throws ConvergenceError unless there is nothing left to do. */
function verify(resource: Resource, states: Readonly<Record<string, unknown>>): void {
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
