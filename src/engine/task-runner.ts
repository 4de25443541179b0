import type { HostLoop, HostMeta, HostTask } from "../playbook/host-task.ts";
import type { Scope } from "../playbook/scope.ts";
import type { Handled, TaskResult } from "./task-result.ts";

/** What surrounds a task in the walk of its play. */
export interface TaskContext {
  /** All variables of the host at this point. */
  readonly scope: Scope;
  readonly isHandler: boolean;
  /** What is to become of a failure. */
  readonly handled: Handled;
  /** The task that perhaps notifies this handler; null where it runs for certain. */
  readonly perhaps: string | null;
  /** The tasks and loops that are still to come on this host. */
  readonly later: () => readonly (HostTask | HostLoop)[];
}

/** Runs the tasks of a walk, or foretells what they will do, and reports them. Throws ConnectionError when the host is lost. */
export interface TaskRunner {
  /** The play was ended for all hosts: nothing new may begin. */
  readonly isStopped: boolean;
  run(task: HostTask, context: TaskContext): Promise<TaskResult>;
  /** The rounds of a loop; the result of the whole task where they cannot be known, or where there is a mistake. */
  expand(
    loop: HostLoop,
    context: Omit<TaskContext, "later">,
  ): Promise<{ readonly rounds: readonly HostTask[]; readonly pauseMs: number } | TaskResult>;
  /** Whether an order to lab is to be carried out; null where that cannot be known yet. */
  holds(meta: HostMeta, scope: Scope): Promise<boolean | null>;
  pause(ms: number): Promise<void>;
  /** How much the host has changed so far, for `rollBack`. */
  mark(): number;
  /** Takes back what the host has changed since `mark`, the last first. Never throws but ConnectionError. */
  rollBack(mark: number): Promise<void>;
  /** A failure of this task ends the play for all hosts. */
  stopAll(task: HostTask | HostLoop): void;
}
