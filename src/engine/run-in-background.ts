import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError, ConnectionError, ConvergenceError } from "../errors.ts";
import type { HostTask, Surroundings } from "../playbook/host-task.ts";
import type { RunChange } from "../resources/change.ts";
import { type JobState, jobState } from "../resources/job-probe.ts";
import { removeJobScript, startJobScript, waitForJobScript } from "../resources/job-script.ts";
import { applyChanges, environmentLines } from "./apply-changes.ts";
import { type CarryOutContext, carryOut, commandFailed, statesOf } from "./carry-out.ts";
import type { Evaluation } from "./evaluate-task.ts";
import type { HostSession } from "./host-session.ts";
import { type HostWork, sessionOf } from "./host-work.ts";
import { registeredResult } from "./registered.ts";
import { type TaskResult, taskResult } from "./task-result.ts";

type Planned = Extract<Evaluation, { kind: "planned" }>;
type Finished = Extract<JobState, { kind: "finished" }>;
type Background = NonNullable<Surroundings["async"]>;

/** Beyond its own limit, the time that a job has to be ended, and a lost host to come back. */
const graceMs = 60_000;
/** The longest pause between two attempts to reach a lost host again. */
const reconnectMs = 5_000;

/**
 * Runs a command as a job of the host, which goes on when the connection is lost: lab connects again and goes on
 * waiting. With `poll: 0` it is started, and that is all. Cost: one round trip to start it, two for each look, and one to clean up.
 */
export async function runInBackground(
  task: HostTask,
  planned: Planned,
  context: CarryOutContext,
  work: HostWork,
): Promise<TaskResult> {
  const { plan, resource } = planned;
  const { async: background } = context.surroundings;
  const [change] = plan.kind === "changes" ? plan.changes : [];
  if (background === null || change?.kind !== "run") return carryOut(task, planned, context);
  const id = `${task.id.replaceAll(/[^A-Za-z0-9]/g, "-")}-${randomBytes(6).toString("hex")}`;
  await start(task, change, id, background, context);
  if (background.pollMs === 0) return started(change, id);
  const { job, session } = await finish(id, background, context, work);
  await forgetJob(id, session, context);
  const fields = { ansible_job_id: id, started: 1, finished: 1 };
  if (job.exitCode !== 0) {
    const failed = commandFailed(task, [change], job);
    const registered = { ...registeredResult("failed", failed.message, job), ...fields };
    return { ...failed, registered };
  }
  await session.ask(Object.values(resource.probes));
  const wrong = resource.verify?.(statesOf(resource, session)) ?? null;
  if (wrong !== null) throw new ConvergenceError(`applied, but ${wrong}`);
  const registered = registeredResult("changed", "", job, fields);
  return taskResult("changed", { isCertain: true, changes: [change], registered });
}

/** What a job printed is known now, and may hold secrets, which are not to stay on the host. Cost: one round trip. */
async function forgetJob(id: string, session: HostSession, { onlyReads }: CarryOutContext): Promise<void> {
  const kind = onlyReads ? "probe" : "apply";
  await session.shell.run({ kind, script: removeJobScript({ id }), timeoutMs: graceMs }, session.signal);
}

async function start(
  task: HostTask,
  change: RunChange,
  id: string,
  { limitMs }: Background,
  { session, surroundings, report, onlyReads, keep }: CarryOutContext,
): Promise<void> {
  report.taskStart(task);
  const script = startJobScript({
    id,
    script: [...environmentLines(surroundings.environment), change.script].join("\n"),
    limitSeconds: Math.max(1, Math.ceil(limitMs / 1000)),
  });
  const { summary } = change;
  await applyChanges(session, [{ kind: "run", summary, script, timeoutMs: graceMs }], {
    kind: onlyReads ? "probe" : "apply",
    reprobe: [],
    later: [],
    capturesOutput: false,
    environment: {},
    timeoutMs: null,
    borrow: null,
    // Its own undo would not fit: the job may still run then.
    keep: onlyReads ? null : () => keep([{ kind: "run", summary, script, timeoutMs: graceMs }]),
    onLine: () => {},
  });
}

function started(change: RunChange, id: string): TaskResult {
  const message = `started as job ${id}`;
  const fields = { ansible_job_id: id, started: 1, finished: 0 };
  const registered = registeredResult("changed", message, undefined, fields);
  return taskResult("changed", { isCertain: true, message, changes: [change], registered });
}

/** Waits for the end of a job. Throws CommandError when it took too long, ConnectionError when the host does not come back. */
async function finish(
  id: string,
  { limitMs, pollMs }: Background,
  { surroundings }: CarryOutContext,
  work: HostWork,
): Promise<{ readonly job: Finished; readonly session: HostSession }> {
  const { delegate } = surroundings;
  const end = performance.now() + limitMs + graceMs;
  for (;;) {
    work.signal.throwIfAborted();
    try {
      const session = await sessionOf(work, delegate);
      const job = await look(session, id, pollMs);
      if (job.kind === "finished") return { job: inTime(job, limitMs), session };
      if (job.kind === "absent") throw new ConvergenceError(`the job ${id} is gone from the host`);
    } catch (error) {
      if (!(error instanceof ConnectionError) || performance.now() > end) throw error;
      await work.sessions.drop(delegate ?? work.host);
      await sleep(Math.min(pollMs, reconnectMs), undefined, { signal: work.signal });
    }
    if (performance.now() > end) throw new ConvergenceError(`the job ${id} does not end`);
  }
}

/** Waits up to `pollMs` for a job, then asks what has become of it. */
async function look(session: HostSession, id: string, pollMs: number): Promise<JobState> {
  const seconds = Math.max(1, Math.ceil(pollMs / 1000));
  const script = waitForJobScript({ id }, seconds);
  await session.shell.run({ kind: "probe", script, timeoutMs: seconds * 1000 + graceMs }, session.signal);
  session.forget("everything");
  const probe = jobState({ id });
  await session.ask([probe]);
  const state = session.answers.get(probe.key);
  return isJobState(state) ? state : { kind: "absent" };
}

function isJobState(state: unknown): state is JobState {
  return typeof state === "object" && state !== null && "kind" in state;
}

function inTime(job: Finished, limitMs: number): Finished {
  if (job.exitCode !== 124) return job;
  throw new CommandError(`it took longer than async: ${limitMs / 1000} s and was ended`, job);
}
