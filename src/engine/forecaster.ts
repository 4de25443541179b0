import type { HostLoop, HostMeta, HostTask } from "../playbook/host-task.ts";
import { type Scope, UnknownValue, unknownResult } from "../playbook/scope.ts";
import type { Change } from "../resources/change.ts";
import { type Evaluation, readStates } from "./evaluate-task.ts";
import type { Forecast } from "./executor.ts";
import { foretellEvaluation } from "./foretell-task.ts";
import { Foretold } from "./foretold.ts";
import type { RestoredActs } from "./host-notes.ts";
import type { HostWork } from "./host-work.ts";
import { judgeResult } from "./judge-result.ts";
import { evaluateLocated, locateTask } from "./locate-task.ts";
import { loopResult } from "./loop-result.ts";
import { lossOfDelegate } from "./sessions.ts";
import { shownTitle } from "./shown-title.ts";
import { failedResult } from "./task-failure.ts";
import { passedOver, type TaskResult, taskResult } from "./task-result.ts";
import type { TaskContext, TaskRunner } from "./task-runner.ts";

/**
 * Foretells what tasks will do, and changes nothing. A planned change is carried forward, so that later tasks are
 * judged by the state that they will meet; what cannot be known before is deferred. In check mode it reports.
 */
export class Forecaster implements TaskRunner, Forecast {
  readonly announced: HostTask[] = [];
  readonly expected = new Set<string>();
  /** What the tasks would do that nobody can take back. */
  readonly irreversible = new Set<string>();
  readonly #work: HostWork;
  /** Runs what is to run in a check as well (`check_mode: false`); null where nothing may. */
  readonly #executor: TaskRunner | null;
  readonly #acts: RestoredActs;
  readonly #foretold: Foretold;
  readonly #delegates = new Map<string, Foretold>();

  constructor(work: HostWork, executor: TaskRunner | null) {
    this.#work = work;
    this.#executor = executor;
    this.#acts = work.notes.restored();
    this.#foretold = work.check ? work.memoryOf(work.host).foretold : new Foretold();
  }

  get isStopped(): boolean {
    return this.#work.isStopped();
  }

  async run(task: HostTask, context: TaskContext): Promise<TaskResult> {
    if (task.settings.checkMode === false && this.#executor) return this.#executor.run(task, context);
    let delegate: string | null = null;
    const foretell = async (): Promise<TaskResult> => {
      const located = await locateTask(task, context.scope, this.#work, this.#seen);
      if (located.kind !== "located")
        return foretellEvaluation(located, task, this.#foretold, this.#foretold, this.#asked(task));
      delegate = located.surroundings.delegate;
      const { host } = this.#work;
      const evaluation = await evaluateLocated(task, context.scope, located, this.#work, this.#seen);
      const result =
        this.#restored(task, evaluation) ??
        this.#carried(
          task,
          foretellEvaluation(evaluation, task, this.#of(delegate ?? host), this.#foretold, this.#asked(task)),
        );
      return judgeResult(task, result, context.scope, located.facts);
    };
    const told = await foretell().catch((error: unknown) =>
      failedResult(task, lossOfDelegate(error, this.#work.host)),
    );
    const result =
      context.perhaps === null ? passedOver(told, context.handled) : conditional(told, context.perhaps);
    if (result.isCertain) this.announced.push(task);
    if (result.outcome === "changed" || result.outcome === "deferred") this.expected.add(task.id);
    for (const change of result.changes) {
      if (!isReversible(change)) this.irreversible.add(shownTitle(task, change));
    }
    this.#end(task, context, result, delegate);
    return result;
  }

  async expand(
    loop: HostLoop,
    context: Omit<TaskContext, "later">,
  ): Promise<{ rounds: readonly HostTask[]; pauseMs: number } | TaskResult> {
    const own = await this.#work.sessions.get(this.#work.host);
    await own.ask(Object.values(loop.uses));
    const outlook = { answers: own.answers, foretold: this.#foretold };
    const read = readStates(loop.uses, outlook, "own");
    try {
      if (read.kind === "known") {
        const rounds = loop.rounds(context.scope, read.states);
        return rounds.length > 0
          ? { rounds, pauseMs: 0 }
          : this.#end(loop, context, loopResult([], []), null);
      }
      const waitsFor = read.kind === "unknown" ? read.waitsFor : "an answer of the host";
      return this.#end(loop, context, waiting(loop, waitsFor), null);
    } catch (error) {
      const result =
        error instanceof UnknownValue
          ? waiting(loop, error.waitsFor)
          : passedOver(failedResult(loop, error), context.handled);
      return this.#end(loop, context, result, null);
    }
  }

  async holds(meta: HostMeta, scope: Scope): Promise<boolean | null> {
    const own = await this.#work.sessions.get(this.#work.host);
    await own.ask(Object.values(meta.uses));
    const read = readStates(meta.uses, { answers: own.answers, foretold: this.#foretold }, "own");
    if (read.kind !== "known") return null;
    try {
      const holds = meta.shouldRun(scope, read.states);
      return typeof holds === "boolean" ? holds : null;
    } catch (error) {
      if (error instanceof UnknownValue) return null;
      throw error;
    }
  }

  async pause(): Promise<void> {}

  mark(): number {
    return 0;
  }

  async rollBack(): Promise<void> {}

  stopAll(task: HostTask | HostLoop): void {
    if (this.#work.check) this.#work.stopAll(task);
  }

  /** Hands what is foretold of other machines over to them, for the plays that follow. */
  handOver(): void {
    for (const [machine, foretold] of this.#delegates) {
      this.#work.memoryOf(machine).foretold.absorb(foretold);
    }
  }

  #restored(task: HostTask, evaluation: Evaluation): TaskResult | null {
    return evaluation.kind === "planned" ? this.#acts.take(task, evaluation) : null;
  }

  /** What the run that is resumed set out to change and did not end is a change, also where it has done so. */
  #carried(task: HostTask, result: TaskResult): TaskResult {
    if (result.outcome !== "ok" || !this.#work.notes.isCarried(task)) return result;
    const message = "through the run that is resumed";
    return { ...result, outcome: "changed", isCertain: true, message };
  }

  /** What is foretold of the other machines that a task asks. */
  #asked({ uses }: HostTask): Foretold[] {
    const machines = Object.values(uses).flatMap(({ elsewhere }) => elsewhere?.machine ?? []);
    return [...new Set(machines)].map(this.#seen);
  }

  /** What is foretold of a machine by now, by its own host, or by what is delegated to it here. */
  readonly #seen = (machine: string): Foretold => {
    if (machine === this.#work.host) return this.#foretold;
    return this.#delegates.get(machine) ?? this.#work.memoryOf(machine).foretold;
  };

  /** Where to carry forward what is delegated to a machine. */
  readonly #of = (machine: string): Foretold => {
    if (machine === this.#work.host) return this.#foretold;
    const known = this.#delegates.get(machine) ?? this.#work.memoryOf(machine).foretold.fork();
    this.#delegates.set(machine, known);
    return known;
  };

  #end(
    task: HostTask | HostLoop,
    { isHandler, handled }: Omit<TaskContext, "later">,
    result: TaskResult,
    delegate: string | null,
  ): TaskResult {
    if (this.#work.check) {
      this.#work.report.taskEnd({ task, isHandler, result, handled, delegate, seconds: 0 });
    }
    return result;
  }
}

function isReversible(change: Change): boolean {
  return change.kind === "path" || change.undo !== undefined || change.afterUndo !== undefined;
}

/** A handler of which it is not certain that it runs; one that would change nothing is no change in any case. */
function conditional(result: TaskResult, notifier: string): TaskResult {
  if (result.outcome === "ok" || result.outcome === "skipped") return result;
  const message = `runs if "${notifier}" changes something`;
  return { ...result, outcome: "deferred", isCertain: false, message, failure: null };
}

function waiting(loop: HostLoop, waitsFor: string): TaskResult {
  const unknown = unknownResult(loop.name);
  const defined = Object.fromEntries(loop.defines.map((name) => [name, unknown]));
  const outcome = loop.changesNothing ? "ok" : "deferred";
  return taskResult(outcome, { message: `waits for ${waitsFor}`, registered: unknown, defined });
}
