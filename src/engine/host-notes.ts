import type { HostHandler, HostLoop, HostTask } from "../playbook/host-task.ts";
import type { Resource } from "../resources/resource.ts";
import type { Evaluation } from "./evaluate-task.ts";
import type { DoneAct, HostProgress, Note } from "./note.ts";
import { redacted } from "./redact.ts";
import { type RegisteredResult, registeredResult } from "./registered.ts";
import { type HostReport, type TaskResult, taskResult } from "./task-result.ts";

type Planned = Extract<Evaluation, { kind: "planned" }>;

/** A note without its host and play. */
type OwnNote = Note extends infer One ? (One extends Note ? Omit<One, "host" | "play"> : never) : never;

/** What is noted of one host in one play, and what an earlier run, which is gone on with, has left of it. */
export class HostNotes {
  readonly #append: (note: OwnNote) => void;
  readonly #redact: (text: string) => string;
  readonly #earlier: HostProgress;

  /** What is kept has no secrets; what is compared with it must have none either, which `redact` sees to. */
  constructor(append: (note: OwnNote) => void, redact: (text: string) => string, earlier: HostProgress) {
    this.#append = append;
    this.#redact = redact;
    this.#earlier = earlier;
  }

  /** Ids of the handlers that an earlier run notified and did not run. */
  pending(handlers: readonly HostHandler[]): ReadonlySet<string> {
    const keys = new Set(this.#earlier.pending.map(({ handler }) => handler));
    return new Set(handlers.filter(({ step }) => keys.has(this.#key(step))).map(({ id }) => id));
  }

  /** Whether an earlier run set out to change what this task asks for; then it counts as changed whoever did it. */
  isCarried(task: HostTask): boolean {
    return this.#earlier.announced.includes(this.#key(task));
  }

  /** What an earlier run has done and need not be repeated, for one walk through the play. */
  restored(): RestoredActs {
    return new RestoredActs(this.#earlier.acts, this.#redact);
  }

  announced(tasks: readonly HostTask[]): void {
    if (tasks.length > 0) this.#append({ kind: "announced", tasks: tasks.map((task) => this.#key(task)) });
  }

  /** `report`, which also notes what tasks that were not announced begin to change. */
  noting(report: HostReport, isAnnounced: boolean): HostReport {
    if (isAnnounced) return report;
    return {
      ...report,
      taskStart: (task) => {
        this.#append({ kind: "begin", task: this.#key(task) });
        report.taskStart(task);
      },
    };
  }

  /** A task has ended, with the handlers that it notifies. `act`: its resource, where it need not be done again. */
  end(
    task: HostTask,
    result: TaskResult,
    handlers: readonly HostHandler[],
    act: Resource | null,
    made: number,
  ): void {
    if (result.outcome === "failed") return;
    const notified =
      result.outcome === "changed" ? handlers.filter(({ id }) => task.notify.includes(id)) : [];
    const { registered, defined } = result;
    this.#append({
      kind: "end",
      task: this.#key(task),
      notified: notified.map(({ step }) => this.#key(step)),
      // Nothing that `no_log` hides is kept; such a command runs again.
      act: act && !task.settings.noLog ? { resource: this.#redact(act.id), registered, defined } : null,
      made,
    });
  }

  handled(handler: HostTask | HostLoop): void {
    this.#append({ kind: "handled", handler: this.#key(handler) });
  }

  undone(made: number): void {
    this.#append({ kind: "undone", made });
  }

  #key(task: HostTask | HostLoop): string {
    return this.#redact(taskKey(task));
  }
}

/** Commands that an earlier run has carried out; each is restored once. */
export class RestoredActs {
  readonly #acts: DoneAct[];
  readonly #redact: (text: string) => string;

  constructor(acts: readonly DoneAct[], redact: (text: string) => string) {
    this.#acts = [...acts];
    this.#redact = redact;
  }

  /**
   * The result of a command that is done already; null where it has to run: because the host shows that what it did is
   * not there any more (`creates`), or because its result held a secret, which is not kept.
   */
  take(task: HostTask, { resource, plan, states }: Planned): TaskResult | null {
    const key = this.#redact(taskKey(task));
    const id = this.#redact(resource.id);
    const index = this.#acts.findIndex((act) => act.task === key && act.resource === id);
    const act = this.#acts[index];
    if (!act) return null;
    this.#acts.splice(index, 1);
    const isDue = plan.kind !== "changes" || plan.changes.length > 0;
    if (isDue && resource.verify?.(states) !== null) return null;
    if (JSON.stringify([act.registered, act.defined]).includes(redacted)) return null;
    const message = "done by the run that is resumed";
    const registered: RegisteredResult = { ...registeredResult("ok", message), ...Object(act.registered) };
    return taskResult("ok", { message, registered, defined: act.defined });
  }
}

/** The same in another run, as long as its name stays; for a round of a loop with the number of the round. */
function taskKey({ role, name, id }: HostTask | HostLoop): string {
  return JSON.stringify([role, name, id.split("#")[1] ?? ""]);
}
