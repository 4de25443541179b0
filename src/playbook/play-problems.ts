import { type InputProblem, InternalError } from "../errors.ts";
import type { InventoryHost } from "../inventory/inventory.ts";
import { collecting } from "./collecting.ts";
import {
  type CompiledMeta,
  type CompiledPlay,
  type CompiledRole,
  type CompiledTask,
  leavesOf,
} from "./compiled-play.ts";
import { foldHostProblems } from "./fold-host-problems.ts";
import type { HostPlayContext } from "./host-play.ts";
import { hostTaskProblems } from "./host-play-problems.ts";
import { hostScope } from "./host-scope.ts";
import { ReadMemo } from "./read-memo.ts";
import { roleHostTasks } from "./role-host-tasks.ts";
import type { Scope } from "./scope.ts";
import { unknownHandlers } from "./unknown-handlers.ts";
import { yamlHostTask } from "./yaml-host-task.ts";

/**
 * Every mistake of a play that shows only on its hosts, each told once for all hosts that have it. Cost: a task is
 * evaluated once for all hosts that are alike in what it reads.
 */
export function playProblems(play: CompiledPlay, context: HostPlayContext): InputProblem[] {
  const check = new PlayCheck(play, context);
  return foldHostProblems(
    play.hosts.flatMap((name) => {
      const host = context.inventory.hosts.get(name);
      return host ? [{ host: name, problems: check.problemsOn(host) }] : [];
    }),
  );
}

/** What a step comes to on a host: what is wrong with it, and the handlers that it brings. */
interface StepCheck {
  readonly problems: readonly InputProblem[];
  readonly handlers: readonly string[];
}

/** Of nearly all steps; one object, because there are hundreds of thousands. */
const fine: StepCheck = { problems: [], handlers: [] };

class PlayCheck {
  readonly #play: CompiledPlay;
  readonly #context: HostPlayContext;
  readonly #steps: readonly (CompiledTask | CompiledRole | CompiledMeta)[];
  readonly #memos = new Map<object, ReadMemo<StepCheck>>();
  /** What is wrong with notifications, by the handlers that roles bring. */
  readonly #notifications = new Map<string, readonly InputProblem[]>();
  readonly #reads = new Set<string>();

  constructor(play: CompiledPlay, context: HostPlayContext) {
    this.#play = play;
    this.#context = context;
    this.#steps = [...leavesOf(play.steps), ...play.handlers];
    for (const step of this.#steps) this.#memos.set(step, new ReadMemo());
  }

  problemsOn(host: InventoryHost): InputProblem[] {
    const scope = hostScope(host, this.#play, this.#context.inventory, (name) => this.#reads.add(name));
    const problems: InputProblem[] = [];
    const handlers: string[] = [];
    for (const step of this.#steps) {
      const found = this.#memos.get(step)?.of(scope, this.#reads, () => this.#check(step, host, scope));
      if (!found) continue;
      problems.push(...found.problems);
      handlers.push(...found.handlers);
    }
    problems.push(...this.#notificationProblems(handlers));
    return problems;
  }

  #check(step: CompiledTask | CompiledRole | CompiledMeta, host: InventoryHost, scope: Scope): StepCheck {
    switch (step.kind) {
      case "meta":
        return fine;
      case "role":
        return this.#checkRole(step, host, scope);
      case "task": {
        const problems: InputProblem[] = [];
        const isHandler = "listen" in step;
        if (!isHandler && !this.#isSelected(step.tags)) return fine;
        const assets = this.#context.assetsOf(this.#play.file);
        const task = collecting(problems, () => yamlHostTask(step, scope, assets, []));
        if (task) problems.push(...hostTaskProblems(task, scope));
        return problems.length === 0 ? fine : { problems, handlers: [] };
      }
    }
  }

  #checkRole(step: CompiledRole, host: InventoryHost, scope: Scope): StepCheck {
    const { roles, inventory, assetsOf } = this.#context;
    const role = roles.get(step.role);
    if (!role) throw new InternalError(`role ${step.role} vanished`);
    const problems: InputProblem[] = [];
    const assets = assetsOf(this.#play.file);
    const expansion = collecting(problems, () => roleHostTasks(step, role, host, inventory, scope, assets));
    for (const { step: task, tags } of expansion?.steps ?? []) {
      const isSelected = this.#isSelected([...step.tags, ...tags]);
      if (task.kind === "task" && isSelected) problems.push(...hostTaskProblems(task, scope));
    }
    const handlers = expansion?.handlers ?? [];
    problems.push(...handlers.flatMap((handler) => hostTaskProblems(handler.step, scope)));
    return { problems, handlers: handlers.map((handler) => handler.step.name) };
  }

  #isSelected(tags: readonly string[]): boolean {
    return this.#context.isSelected([...this.#play.tags, ...tags]);
  }

  #notificationProblems(ofRoles: readonly string[]): readonly InputProblem[] {
    const key = ofRoles.join("\n");
    const known = this.#notifications.get(key) ?? unknownHandlers(this.#play.handlers, this.#steps, ofRoles);
    this.#notifications.set(key, known);
    return known;
  }
}
