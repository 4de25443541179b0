import { performance } from "node:perf_hooks";
import { CommandError } from "../errors.ts";
import { type HostPlay, type HostStep, type HostTask, tasksOf } from "../playbook/host-task.ts";
import type { Probe } from "../resources/probe.ts";
import { flushHandlers } from "../role/role.ts";
import { askableProbes } from "./evaluate-task.ts";
import { type Forecast, foretellPlay, foretoldResult } from "./foretell-play.ts";
import { Foretold } from "./foretold.ts";
import { type HostSession, secondsSince } from "./host-session.ts";
import { notifiedHandlers } from "./notified-handlers.ts";
import { registeredResult } from "./registered.ts";
import { runTask } from "./run-task.ts";
import { taskFailure } from "./task-failure.ts";
import { type HostReport, type TaskResult, taskResult } from "./task-result.ts";

/**
 * Brings one host to the state that a play asks for. Cost when there is nothing to do: one frame for the facts that
 * the play uses, and one for everything else; each task that changes something costs one more.
 * Returns whether all tasks succeeded. Throws ConnectionError when the host is lost.
 */
export async function runHostPlay(
  play: HostPlay,
  session: HostSession,
  report: HostReport,
): Promise<boolean> {
  const forecasts = await forecast(play, session, new Foretold());
  const announced = new Set(forecasts.filter(({ isCertain }) => isCertain).map(({ task }) => task));
  const notified = new Set<string>();
  const run = async (task: HostTask, isHandler: boolean, later: readonly HostTask[]): Promise<boolean> => {
    const start = performance.now();
    const result = await attempt(task, later, announced.has(task), session, play, report);
    report.taskEnd(task, isHandler, result, secondsSince(start));
    if (task.register !== null && result.outcome !== "deferred") {
      session.registered.set(task.register, registeredResult(result.outcome, result.output));
    }
    if (result.outcome === "changed") for (const id of task.notify) notified.add(id);
    return result.outcome !== "failed" || task.ignoreErrors;
  };
  const steps: readonly HostStep[] = [...play.steps, flushHandlers];
  for (const [index, step] of steps.entries()) {
    const later = [...tasksOf(play.steps.slice(index + 1)), ...play.handlers];
    const tasks = step === flushHandlers ? notifiedHandlers(play.handlers, notified) : [step];
    for (const task of tasks) if (!(await run(task, step === flushHandlers, later))) return false;
  }
  return true;
}

/**
 * Says what `runHostPlay` would do, and changes nothing. Cost: at most two frames. Returns whether nothing would fail.
 * What is foretold is carried forward to the plays that follow.
 */
export async function checkHostPlay(
  play: HostPlay,
  session: HostSession,
  report: HostReport,
): Promise<boolean> {
  const forecasts = await forecast(play, session, session.foretold);
  for (const entry of forecasts) {
    report.taskEnd(entry.task, entry.isHandler, resultOf(entry), 0);
    const { register } = entry.task;
    if (register === null) continue;
    session.registered.set(register, foretoldResult(entry));
  }
  return !forecasts.some((entry) => entry.outcome === "failed" && !entry.task.ignoreErrors);
}

async function forecast(play: HostPlay, session: HostSession, foretold: Foretold): Promise<Forecast[]> {
  for (let round = 0; round < 3; round += 1) {
    const open = probesOf([...tasksOf(play.steps), ...play.handlers], play, session).filter(
      (probe) => !session.answers.has(probe.key),
    );
    if (open.length === 0) break;
    await session.ask(open);
  }
  return foretellPlay(play, scopeOf(play, session), session.answers, foretold);
}

function scopeOf(play: HostPlay, session: HostSession): HostPlay["scope"] {
  return play.scope.with(Object.fromEntries(session.registered));
}

/** Every question of `tasks` that can be put by now; what cannot be built yet asks when its turn comes. */
function probesOf(tasks: readonly HostTask[], play: HostPlay, session: HostSession): Probe[] {
  const scope = scopeOf(play, session);
  return tasks.flatMap((task) => askableProbes(task, scope, session.answers));
}

async function attempt(
  task: HostTask,
  later: readonly HostTask[],
  isAnnounced: boolean,
  session: HostSession,
  play: HostPlay,
  report: HostReport,
): Promise<TaskResult> {
  try {
    return await runTask(task, {
      session,
      scope: scopeOf(play, session),
      report,
      isAnnounced,
      laterProbes: () => probesOf(later, play, session),
    });
  } catch (error) {
    const failure = taskFailure(task, error);
    const output = error instanceof CommandError ? error : undefined;
    return { outcome: "failed", message: failure.message, changes: [], output, failure };
  }
}

function resultOf(entry: Forecast): TaskResult {
  const { outcome, message, changes, task } = entry;
  if (outcome !== "failed") return taskResult(outcome, { message, changes });
  const failure = entry.failure ?? { kind: "failed", task: task.name, message, detail: "", hint: "" };
  return { outcome, message, changes, output: undefined, failure };
}
