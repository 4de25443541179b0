import { InputError, type InputProblem, InternalError } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import type { Inventory, InventoryHost } from "../inventory/inventory.ts";
import type { Role } from "../role/role.ts";
import type { Assets } from "./assets.ts";
import type { CompiledPlay, CompiledTask } from "./compiled-play.ts";
import { hostScope } from "./host-scope.ts";
import type { HostHandler, HostPlay, HostStep } from "./host-task.ts";
import { type RoleExpansion, roleHostTasks } from "./role-host-tasks.ts";
import type { Scope } from "./scope.ts";
import type { TagSelection } from "./tag-selection.ts";
import { yamlHostTasks } from "./yaml-host-task.ts";

/** What turns compiled plays into the tasks of a host. */
export interface HostPlayContext {
  readonly inventory: Inventory;
  readonly roles: ReadonlyMap<string, Role>;
  readonly assets: Assets;
  readonly isSelected: TagSelection;
}

/**
 * Everything that a play does on one host: loops unrolled, roles expanded, tags applied.
 * Pure but for the files that tasks name. Throws InputError with every mistake.
 */
export function hostPlay(play: CompiledPlay, host: InventoryHost, context: HostPlayContext): HostPlay {
  const { inventory, assets, isSelected } = context;
  const problems: InputProblem[] = [];
  const scope = hostScope(host, play, inventory);
  const expansions = play.steps.map((step, index): RoleExpansion => {
    if (step.kind === "task") return { steps: [], handlers: [] };
    const role = context.roles.get(step.role);
    if (!role) throw new InternalError(`role ${step.role} vanished`);
    const expand = () => roleHostTasks(step, role, index, host, inventory, scope, assets);
    return collecting(problems, expand) ?? { steps: [], handlers: [] };
  });
  const handlers = callableHandlers(play, expansions, scope, assets, problems);
  const steps = play.steps.flatMap((step, index): HostStep[] => {
    if (step.kind === "role") {
      return (expansions[index]?.steps ?? [])
        .filter(({ tags }) => isSelected([...play.tags, ...step.tags, ...tags]))
        .map((entry) => entry.step);
    }
    const notify = handlerIds(step, handlers, problems);
    if (!isSelected([...play.tags, ...step.tags])) return [];
    return collecting(problems, () => yamlHostTasks(step, scope, assets, notify)) ?? [];
  });
  if (problems.length > 0) throw new InputError(problems);
  return { host: host.name, steps, handlers: handlers.map(({ handler }) => handler), scope };
}

/** A handler, and the name by which tasks notify it. */
interface CallableHandler {
  readonly calledAs: string;
  readonly handler: HostHandler;
}

/** The handlers of the play's roles, then those of the play itself; these may notify all of them. */
function callableHandlers(
  play: CompiledPlay,
  expansions: readonly RoleExpansion[],
  scope: Scope,
  assets: Assets,
  problems: InputProblem[],
): CallableHandler[] {
  const ofRoles = expansions.flatMap((expansion) =>
    expansion.handlers.map((handler) => ({ calledAs: handler.name, handler })),
  );
  const own = play.handlers.map((written) => ({
    written,
    tasks: collecting(problems, () => yamlHostTasks(written, scope, assets, [])) ?? [],
  }));
  const named = own.flatMap(({ written, tasks }) =>
    tasks.map((task, index) => ({
      written,
      calledAs: written.name,
      handler: { ...task, id: `${written.name} #${index}` },
    })),
  );
  const all = [...ofRoles, ...named];
  const ids = new Map(own.map(({ written }) => [written, handlerIds(written, all, problems)]));
  const complete = named.map(({ written, calledAs, handler }) => ({
    calledAs,
    handler: { ...handler, notify: ids.get(written) ?? [] },
  }));
  return [...ofRoles, ...complete];
}

/** A play's task may notify handlers of the play, and those of its roles. */
function handlerIds(
  task: CompiledTask,
  handlers: readonly CallableHandler[],
  problems: InputProblem[],
): string[] {
  return task.notify.flatMap(({ handler: name, location }) => {
    const named = handlers.filter(({ calledAs }) => calledAs === name);
    if (named.length === 0) {
      const known = handlers.map(({ calledAs }) => calledAs);
      const hint = known.length === 0 ? "the play has no handlers" : suggestion(name, known);
      problems.push({ message: `there is no handler "${name}"`, location, hint });
    }
    return named.map(({ handler }) => handler.id);
  });
}

function collecting<T>(problems: InputProblem[], action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return null;
  }
}
