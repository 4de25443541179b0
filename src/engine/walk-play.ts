import {
  type HostLoop,
  type HostPlay,
  type HostStep,
  type HostTask,
  type Position,
  tasksOf,
} from "../playbook/host-task.ts";
import type { Scope } from "../playbook/scope.ts";
import { loopResult } from "./loop-result.ts";
import { comparePositions } from "./position.ts";
import { type Handled, type TaskResult, taskResult } from "./task-result.ts";
import type { TaskRunner } from "./task-runner.ts";

/** A walk waits here until it is told how to go on, because hosts have to meet. */
export type Pause = { readonly position: Position } & (
  | { readonly kind: "meet"; readonly task: string }
  /** One of the hosts that come here is to run the task for all. */
  | { readonly kind: "once" }
  /** This one did. */
  | { readonly kind: "ran"; readonly result: TaskResult }
  /** The play is to end for all hosts if one of them says so. */
  | { readonly kind: "vote"; readonly ends: boolean }
);

/** How a walk goes on. */
export type Resume =
  | { readonly kind: "go" }
  | { readonly kind: "skip" }
  | { readonly kind: "adopt"; readonly result: TaskResult }
  | { readonly kind: "end" };

/** How a list of steps came out; `end`: no further steps, but no failure. */
type Flow = "next" | "failed" | "end" | "stopped";

type Walking<Result> = AsyncGenerator<Pause, Result, Resume>;

/** What a walk does beside running tasks. */
export interface WalkOptions {
  /** Handlers that an earlier run, which this one goes on with, has notified: their ids. */
  readonly notified: ReadonlySet<string>;
  /** Hosts meet before each task. */
  readonly meetsBeforeTasks: boolean;
  rescued(): void;
}

/**
 * Goes through a play on one host: blocks, loops, handlers, results. Who runs the tasks, or only foretells what they
 * will do, is the runner's matter, so that a check and a run go the same way. Returns whether nothing failed.
 */
export async function* walkPlay(
  play: HostPlay,
  variables: Map<string, unknown>,
  runner: TaskRunner,
  options: WalkOptions,
): Walking<boolean> {
  const flow = yield* new PlayWalk(play, variables, runner, options).walk();
  return flow !== "failed";
}

class PlayWalk {
  readonly #play: HostPlay;
  readonly #variables: Map<string, unknown>;
  readonly #runner: TaskRunner;
  readonly #options: WalkOptions;
  /** Handler to the task that perhaps notifies it; null where that is certain. */
  readonly #notified = new Map<string, string | null>();
  /** In how many blocks with a rescue the walk is. */
  #rescues = 0;
  /** In how many sections that run even when the play is stopped: `always`, and the handlers after an order to end. */
  #certainties = 0;
  #cursor: Position = [-1, 0];
  #known: Scope | null = null;
  #failed: { readonly task: string; readonly result: TaskResult } | null = null;

  constructor(play: HostPlay, variables: Map<string, unknown>, runner: TaskRunner, options: WalkOptions) {
    this.#play = play;
    this.#variables = variables;
    this.#runner = runner;
    this.#options = options;
    for (const id of options.notified) this.#notified.set(id, null);
  }

  async *walk(): Walking<Flow> {
    const flow = yield* this.#steps(this.#play.steps);
    // An order to end leaves no change without its handlers.
    if (flow === "end") this.#certainties += 1;
    return flow === "next" || flow === "end" ? yield* this.#flush() : flow;
  }

  async *#steps(steps: readonly HostStep[]): Walking<Flow> {
    for (const step of steps) {
      this.#cursor = step.position;
      const flow = yield* this.#step(step);
      if (flow !== "next") return flow;
    }
    return "next";
  }

  async *#step(step: HostStep): Walking<Flow> {
    if (this.#isStopped) return "stopped";
    switch (step.kind) {
      case "task":
      case "loop":
        return yield* this.#task(step, false, null);
      case "block":
        return yield* this.#block(step);
      case "meta":
        if (step.action === "noop") return "next";
        if (step.action === "flush_handlers") {
          const holds = await this.#runner.holds(step, this.#scope);
          return holds ? yield* this.#flush() : "next";
        }
        return yield* this.#end(step);
    }
  }

  get #isStopped(): boolean {
    return this.#certainties === 0 && this.#runner.isStopped;
  }

  /** One scope until a task sets a variable, so that what tasks share is rendered once. */
  get #scope(): Scope {
    this.#known ??= this.#play.scope.with(Object.fromEntries(this.#variables));
    return this.#known;
  }

  #set(name: string, value: unknown): void {
    this.#variables.set(name, value);
    this.#known = null;
  }

  async *#block(block: Extract<HostStep, { kind: "block" }>): Walking<Flow> {
    const { steps, rescue, always } = block;
    const covered = rescue.length > 0 ? 1 : 0;
    const before = { mark: this.#runner.mark(), notified: new Set(this.#notified.keys()) };
    this.#rescues += covered;
    let flow = yield* this.#steps(steps);
    this.#rescues -= covered;
    if (flow === "failed" && block.rollback) await this.#rollBack(before);
    if (flow === "failed" && covered > 0) flow = yield* this.#rescue(rescue);
    if (always.length === 0) return flow;
    this.#certainties += 1;
    const last = yield* this.#steps(always);
    this.#certainties -= 1;
    return flow === "next" || last === "failed" ? last : flow;
  }

  /** Nothing is left of the changes, so nothing is left to do for the handlers that they notified. */
  async #rollBack(before: { readonly mark: number; readonly notified: ReadonlySet<string> }): Promise<void> {
    await this.#runner.rollBack(before.mark);
    for (const id of this.#notified.keys()) if (!before.notified.has(id)) this.#notified.delete(id);
  }

  async *#rescue(rescue: readonly HostStep[]): Walking<Flow> {
    if (this.#failed) {
      this.#set("failed_task", this.#failed.task);
      this.#set("failed_result", this.#failed.result.registered);
    }
    const flow = yield* this.#steps(rescue);
    if (flow !== "failed") this.#options.rescued();
    return flow;
  }

  async *#end(step: Extract<HostStep, { kind: "meta" }>): Walking<Flow> {
    const ends = (await this.#runner.holds(step, this.#scope)) === true;
    if (step.action === "end_host") return ends ? "end" : "next";
    const resume = yield { kind: "vote", position: step.position, ends };
    return resume.kind === "end" ? "end" : "next";
  }

  /** Runs the handlers that are due, in their own order, each once; one may notify others that come after it. */
  async *#flush(): Walking<Flow> {
    for (const { id, step } of this.#play.handlers) {
      const perhaps = this.#notified.get(id);
      if (!this.#notified.delete(id)) continue;
      const flow = yield* this.#task(step, true, perhaps ?? null);
      if (flow !== "next") return flow;
    }
    return "next";
  }

  async *#task(step: HostTask | HostLoop, isHandler: boolean, perhaps: string | null): Walking<Flow> {
    const { position } = step;
    if (this.#options.meetsBeforeTasks) {
      const resume = yield { kind: "meet", position, task: step.name };
      if (this.#isStopped) return "stopped";
      if (resume.kind === "skip") return this.#conclude(step, taskResult("skipped"));
    }
    if (!step.settings.runOnce) return this.#conclude(step, await this.#perform(step, isHandler, perhaps));
    const resume = yield { kind: "once", position };
    if (resume.kind === "adopt") return this.#adopt(step, resume.result);
    if (resume.kind === "end") return "stopped";
    const result = await this.#perform(step, isHandler, perhaps);
    yield { kind: "ran", position, result };
    return this.#conclude(step, result);
  }

  async #perform(step: HostTask | HostLoop, isHandler: boolean, perhaps: string | null): Promise<TaskResult> {
    const handled: Handled = step.settings.ignoreErrors ? "ignored" : this.#rescues > 0 ? "rescue" : null;
    const context = { isHandler, perhaps, handled };
    const run = async (task: HostTask, rest: readonly HostTask[]): Promise<TaskResult> => {
      const later = () => [...rest, ...this.#later()];
      const result = await this.#runner.run(task, { ...context, scope: this.#scope, later });
      this.#notify(task, result);
      return result;
    };
    if (step.kind === "task") return run(step, []);
    const expanded = await this.#runner.expand(step, { ...context, scope: this.#scope });
    if (!("rounds" in expanded)) return expanded;
    const { rounds, pauseMs } = expanded;
    const results: TaskResult[] = [];
    for (const [index, task] of rounds.entries()) {
      if (index > 0 && pauseMs > 0) await this.#runner.pause(pauseMs);
      results.push(await run(task, rounds.slice(index + 1)));
    }
    return loopResult(rounds, results);
  }

  #notify(task: HostTask, { outcome, isCertain }: TaskResult): void {
    if (outcome !== "changed" && outcome !== "deferred") return;
    for (const id of task.notify) {
      if (isCertain) this.#notified.set(id, null);
      else if (!this.#notified.has(id)) this.#notified.set(id, task.name);
    }
  }

  #conclude(step: HostTask | HostLoop, result: TaskResult): Flow {
    this.#keep(step, result);
    if (result.outcome !== "failed" || result.isIgnored) return "next";
    this.#failed = { task: step.name, result };
    if (this.#rescues === 0 && (step.settings.anyErrorsFatal || step.settings.runOnce))
      this.#runner.stopAll(step);
    return "failed";
  }

  /** Takes over what another host's run of the task came to. */
  #adopt(step: HostTask | HostLoop, result: TaskResult): Flow {
    this.#keep(step, result);
    return result.outcome === "failed" && !result.isIgnored ? "stopped" : "next";
  }

  #keep(step: HostTask | HostLoop, { registered, defined }: TaskResult): void {
    if (step.register !== null) this.#set(step.register, registered);
    for (const [name, value] of Object.entries(defined)) this.#set(name, value);
  }

  /** What is still to come, and will ask questions; a rescue asks when it is needed. */
  #later(): (HostTask | HostLoop)[] {
    const steps = likelyTasks(this.#play.steps).filter(
      ({ position }) => comparePositions(position, this.#cursor) > 0,
    );
    return [...steps, ...this.#play.handlers.map(({ step }) => step)];
  }
}

/** The tasks that run unless something goes wrong. */
export function likelyTasks(steps: readonly HostStep[]): (HostTask | HostLoop)[] {
  return steps.flatMap((step) =>
    step.kind === "block" ? [...likelyTasks(step.steps), ...likelyTasks(step.always)] : tasksOf([step]),
  );
}
