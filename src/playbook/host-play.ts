import { InputError, type InputProblem, InternalError } from "../errors.ts";
import type { Inventory, InventoryHost } from "../inventory/inventory.ts";
import type { Roles } from "../role/role-catalogue.ts";
import type { Assets } from "./assets.ts";
import { collecting } from "./collecting.ts";
import type { CompiledMeta, CompiledPlay, CompiledRole, CompiledStep } from "./compiled-play.ts";
import { leavesOf } from "./compiled-play.ts";
import { conditionsHold, factsProbe, withFacts } from "./conditions.ts";
import { type CallableHandler, callableHandlers, handlerIds } from "./host-handlers.ts";
import { hostScope } from "./host-scope.ts";
import type { HostMeta, HostPlay, HostStep } from "./host-task.ts";
import { type RoleExpansion, roleHostTasks } from "./role-host-tasks.ts";
import type { Scope } from "./scope.ts";
import type { TagSelection } from "./tag-selection.ts";
import { conditionReads } from "./task-reads.ts";
import { yamlHostTask } from "./yaml-host-task.ts";

/** What turns compiled plays into the tasks of a host. */
export interface HostPlayContext {
  readonly inventory: Inventory;
  readonly roles: Roles;
  /** Where the tasks of a playbook file find their files and templates. */
  readonly assetsOf: (playbook: string) => Assets;
  readonly isSelected: TagSelection;
}

/**
 * Everything that a play does on one host: roles expanded, tags applied.
 * Pure but for the files that tasks name. Throws InputError with every mistake.
 */
export function hostPlay(play: CompiledPlay, host: InventoryHost, context: HostPlayContext): HostPlay {
  const problems: InputProblem[] = [];
  const builder = new HostPlayBuilder(play, host, context, problems);
  const steps = builder.steps(play.steps);
  if (problems.length > 0) throw new InputError(problems);
  return {
    host: host.name,
    steps,
    handlers: builder.handlers.map(({ handler }) => handler),
    rollback: play.rollback,
    scope: hostScope(host, { ...play, results: unwritten(play, host) }, context.inventory),
  };
}

/**
 * The variables that only tasks set. One that is written, too, has the value that is written until then; what is worked
 * out beforehand goes without it, because the task may come first.
 */
function unwritten({ results, vars }: CompiledPlay, host: InventoryHost): CompiledPlay["results"] {
  const isWritten = (name: string) => Object.hasOwn(vars, name) || Object.hasOwn(host.vars, name);
  return Object.fromEntries(Object.entries(results).filter(([name]) => !isWritten(name)));
}

class HostPlayBuilder {
  readonly scope: Scope;
  readonly handlers: readonly CallableHandler[];
  readonly #play: CompiledPlay;
  readonly #context: HostPlayContext;
  readonly #assets: Assets;
  readonly #problems: InputProblem[];
  readonly #expansions: ReadonlyMap<CompiledRole, RoleExpansion>;

  constructor(play: CompiledPlay, host: InventoryHost, context: HostPlayContext, problems: InputProblem[]) {
    const { inventory } = context;
    this.#play = play;
    this.#context = context;
    this.#problems = problems;
    this.#assets = context.assetsOf(play.file);
    this.scope = hostScope(host, play, inventory);
    const roles = leavesOf(play.steps).filter((step) => step.kind === "role");
    this.#expansions = new Map(roles.map((step) => [step, this.#expand(step, host, inventory)]));
    this.handlers = callableHandlers(
      play,
      [...this.#expansions.values()],
      this.scope,
      this.#assets,
      problems,
    );
  }

  steps(steps: readonly CompiledStep[]): HostStep[] {
    return steps.flatMap((step) => this.#step(step));
  }

  #step(step: CompiledStep): HostStep[] {
    switch (step.kind) {
      case "task": {
        const notify = handlerIds(step, this.handlers);
        if (!this.#isSelected(step.tags)) return [];
        const build = () => yamlHostTask(step, this.scope, this.#assets, notify);
        return collecting(this.#problems, () => [build()]) ?? [];
      }
      case "role":
        return (this.#expansions.get(step)?.steps ?? [])
          .filter(({ tags }) => this.#isSelected([...step.tags, ...tags]))
          .map((entry) => entry.step);
      case "meta":
        return this.#isSelected(step.tags) ? [hostMeta(step, this.scope)] : [];
      case "block": {
        const block = {
          kind: "block",
          position: [step.position, 0],
          steps: this.steps(step.steps),
          rescue: this.steps(step.rescue),
          always: this.steps(step.always),
          rollback: step.rollback,
        } as const;
        return block.steps.length + block.always.length > 0 ? [block] : [];
      }
    }
  }

  #isSelected(tags: readonly string[]): boolean {
    return this.#context.isSelected([...this.#play.tags, ...tags]);
  }

  #expand(step: CompiledRole, host: InventoryHost, inventory: Inventory): RoleExpansion {
    const role = this.#context.roles.get(step.role);
    if (!role) throw new InternalError(`role ${step.role} vanished`);
    const expand = () => roleHostTasks(step, role, host, inventory, this.scope, this.#assets);
    return collecting(this.#problems, expand) ?? { steps: [], handlers: [] };
  }
}

function hostMeta(step: CompiledMeta, scope: Scope): HostMeta {
  const readsFacts = scope.withWritten(step.vars).reads(conditionReads(step.when)).has("facts");
  return {
    kind: "meta",
    position: [step.position, 0],
    action: step.action,
    uses: readsFacts ? factsProbe : {},
    shouldRun: (outer, facts) => conditionsHold(step.when, withFacts(outer.withWritten(step.vars), facts)),
  };
}
