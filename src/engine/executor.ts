import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { ConnectionError, ConvergenceError, LockedError } from "../errors.ts";
import type { HostHandler, HostLoop, HostMeta, HostTask } from "../playbook/host-task.ts";
import type { Scope } from "../playbook/scope.ts";
import type { Change, Loan } from "../resources/change.ts";
import type { Resource } from "../resources/resource.ts";
import { applyGuarded, type GuardedOptions } from "./apply-guarded.ts";
import { carryOut } from "./carry-out.ts";
import { type Evaluation, readStates } from "./evaluate-task.ts";
import { foretellEvaluation } from "./foretell-task.ts";
import { Foretold } from "./foretold.ts";
import type { RestoredActs } from "./host-notes.ts";
import { secondsSince } from "./host-session.ts";
import { type HostWork, probesOf, sessionOf } from "./host-work.ts";
import { judgeResult } from "./judge-result.ts";
import { evaluateLocated, type LocatedTask, locateTask } from "./locate-task.ts";
import { loopResult } from "./loop-result.ts";
import { registeredResult } from "./registered.ts";
import { retrying } from "./retrying.ts";
import { runInBackground } from "./run-in-background.ts";
import { runReboot } from "./run-reboot.ts";
import { lossOfDelegate } from "./sessions.ts";
import { takeBack } from "./take-back.ts";
import { failedResult } from "./task-failure.ts";
import { passedOver, type TaskResult, taskResult } from "./task-result.ts";
import type { TaskContext, TaskRunner } from "./task-runner.ts";

/** What is known of a run before it begins. */
export interface Forecast {
  /** The tasks that count as changed, whoever brings it about. */
  readonly announced: readonly HostTask[];
  /** Ids of all tasks that may change something. */
  readonly expected: ReadonlySet<string>;
}

/** Runs tasks: evaluates each when its turn comes, applies what it plans, and reports it. */
export class Executor implements TaskRunner {
  readonly #work: HostWork;
  /** Ids of the tasks that the forecast announced as changes. */
  readonly #announced: ReadonlySet<string>;
  /** Ids of the tasks that the forecast expects to change something, the uncertain ones included. */
  readonly #expected: ReadonlySet<string>;
  readonly #handlers: readonly HostHandler[];
  readonly #acts: RestoredActs;
  /** What the present task has done and need not be done again by a run that goes on with this one. */
  #act: Resource | null = null;

  constructor(work: HostWork, forecast: Forecast, handlers: readonly HostHandler[]) {
    this.#work = work;
    this.#announced = new Set(forecast.announced.map(({ id }) => id));
    this.#expected = forecast.expected;
    this.#handlers = handlers;
    this.#acts = work.notes.restored();
  }

  get isStopped(): boolean {
    return this.#work.isStopped();
  }

  async run(task: HostTask, context: TaskContext): Promise<TaskResult> {
    const throttle = this.#work.throttleOf(task);
    const start = performance.now();
    let delegate: string | null = null;
    const onLocated = (located: LocatedTask): void => {
      delegate = located.surroundings.delegate;
    };
    const attempt = () => this.#run(task, context, onLocated);
    const { isHandler, handled } = context;
    const result = passedOver(await (throttle ? throttle(attempt) : attempt()), handled);
    const seconds = secondsSince(start);
    this.#note(task, result, isHandler);
    this.#work.report.taskEnd({ task, isHandler, result, handled, delegate, seconds });
    return result;
  }

  async expand(
    loop: HostLoop,
    context: Omit<TaskContext, "later">,
  ): Promise<{ rounds: readonly HostTask[]; pauseMs: number } | TaskResult> {
    const { isHandler, handled, scope } = context;
    const end = (result: TaskResult): TaskResult => {
      this.#work.report.taskEnd({ task: loop, isHandler, result, handled, delegate: null, seconds: 0 });
      return result;
    };
    try {
      const facts = await this.#facts(loop);
      const rounds = loop.rounds(scope, facts);
      if (rounds.length === 0) return end(loopResult([], []));
      return { rounds, pauseMs: loop.pauseMs(scope, facts) };
    } catch (error) {
      return end(passedOver(failedResult(loop, error), handled));
    }
  }

  async holds(meta: HostMeta, scope: Scope): Promise<boolean> {
    return meta.shouldRun(scope, await this.#facts(meta)) === true;
  }

  async pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#work.signal });
  }

  mark(): number {
    return this.#work.journal.mark(this.#work.host);
  }

  async rollBack(mark: number): Promise<void> {
    await takeBack(this.#work, mark);
    this.#work.notes.undone(mark);
  }

  stopAll(task: HostTask | HostLoop): void {
    this.#work.stopAll(task);
  }

  async #facts(step: HostLoop | HostMeta): Promise<Readonly<Record<string, unknown>>> {
    const own = await this.#work.sessions.get(this.#work.host);
    await own.ask(Object.values(step.uses));
    const read = readStates(step.uses, { answers: own.answers, foretold: null }, "own");
    return read.kind === "known" ? read.states : {};
  }

  async #run(
    task: HostTask,
    context: TaskContext,
    onLocated: (located: LocatedTask) => void,
  ): Promise<TaskResult> {
    const { host, sessions, report } = this.#work;
    try {
      const located = await locateTask(task, context.scope, this.#work);
      if (located.kind !== "located") return unevaluated(task, located);
      onLocated(located);
      const attempt = () => this.#attempt(task, located, context);
      return await retrying(task, located, context.scope, attempt, {
        pause: (ms) => this.pause(ms),
        onRetry: (number, of, message) => report.retry(task, number, of, message),
      });
    } catch (error) {
      const cause = lossOfDelegate(error, host);
      if (!(cause instanceof ConnectionError)) return failedResult(task, cause);
      if (!task.settings.ignoreUnreachable || cause instanceof LockedError) throw cause;
      await sessions.drop(host);
      return unreachable(task, cause);
    }
  }

  async #attempt(task: HostTask, located: LocatedTask, context: TaskContext): Promise<TaskResult> {
    const { scope } = context;
    const { facts, surroundings } = located;
    const { host, journal, sessions, signal } = this.#work;
    // A connection that was lost while a job ran is another one by now.
    const own = await this.#work.sessions.get(this.#work.host);
    const target = await sessionOf(this.#work, surroundings.delegate);
    const here = { ...located, own, target };
    const once = async (): Promise<TaskResult> => {
      if (task.settings.checkMode === true) return this.#pretend(task, here, scope);
      const evaluation = await evaluateLocated(task, scope, here, this.#work);
      if (evaluation.kind !== "planned") return unevaluated(task, evaluation);
      const done = this.#acts.take(task, evaluation);
      if (done) return done;
      if (isAct(evaluation.resource)) this.#act = evaluation.resource;
      const isAnnounced = this.#announced.has(task.id);
      const carrying = {
        session: target,
        surroundings,
        report: this.#work.notes.noting(this.#work.report, isAnnounced),
        isAnnounced,
        onlyReads: this.#work.check,
        keep: (changes: readonly Change[]) =>
          journal.keep(host, surroundings.delegate ?? host, task, changes),
        borrow: (loans: readonly Loan[]) => this.#work.loans.borrow(loans, surroundings.delegate ?? host),
        guarded: (
          changes: readonly Change[],
          options: Pick<
            GuardedOptions,
            "seconds" | "reprobe" | "environment" | "timeoutMs" | "say" | "borrow"
          >,
        ) => {
          const machine = surroundings.delegate ?? host;
          return applyGuarded(changes, { ...options, host, task, machine, journal, sessions, signal });
        },
        laterProbes: () => this.#laterProbes(here, context),
      };
      const { reboots } = evaluation.resource;
      if (reboots) return runReboot(task, evaluation, reboots, carrying, this.#work);
      return surroundings.async === null
        ? carryOut(task, evaluation, carrying)
        : runInBackground(task, evaluation, carrying, this.#work);
    };
    const result = await target.exclusively(once).catch((error: unknown) => failedResult(task, error));
    return judgeResult(task, result, scope, facts);
  }

  #note(task: HostTask, result: TaskResult, isHandler: boolean): void {
    const { notes, journal, host, check } = this.#work;
    if (check) return;
    const act = isHandler || result.outcome !== "changed" ? null : this.#act;
    this.#act = null;
    notes.end(task, result, this.#handlers, act, journal.mark(host));
    if (isHandler && result.outcome !== "failed") notes.handled(task);
  }

  /** `check_mode: true`: says what would change. */
  async #pretend(task: HostTask, located: LocatedTask, scope: Scope): Promise<TaskResult> {
    const foretold = new Foretold();
    const evaluation = await evaluateLocated(task, scope, located, this.#work, () => foretold);
    const result = foretellEvaluation(evaluation, task, foretold);
    if (result.changes.length === 0) return result;
    return { ...result, message: "check_mode: true, so nothing was done" };
  }

  /** What later tasks ask of the machine that has just been changed, up to the next change: then it is asked anew. */
  #laterProbes({ own, target }: LocatedTask, { scope, later }: TaskContext) {
    if (target !== own) return [];
    const tasks = later();
    const next = tasks.findIndex(({ id }) => this.#expected.has(id));
    const until = next === -1 ? tasks : tasks.slice(0, next + 1);
    return probesOf(this.#work, until, scope, own.answers).get(this.#work.host) ?? [];
  }
}

/** It does something each time instead of asking for a state. */
function isAct({ verify }: Resource): boolean {
  return verify !== undefined;
}

function unevaluated(task: HostTask, evaluation: Exclude<Evaluation, { kind: "planned" }>): TaskResult {
  switch (evaluation.kind) {
    case "skipped":
      return taskResult("skipped");
    case "not-yet":
      throw new ConvergenceError(evaluation.reason);
    default: {
      const waitsFor = evaluation.kind === "unknown" ? evaluation.waitsFor : "an answer of the host";
      throw new ConvergenceError(`"${task.name}" waits for what this run did not do: ${waitsFor}`);
    }
  }
}

function unreachable(task: HostTask, { message, hint }: ConnectionError): TaskResult {
  const failure = { kind: "unreachable", task: task.name, message, detail: "", hint } as const;
  const registered = registeredResult("failed", message, undefined, { failed: false, unreachable: true });
  return taskResult("failed", { message, failure, isIgnored: true, registered });
}
