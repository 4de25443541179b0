import { InputError, InternalError } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import type { Inventory, InventoryHost } from "../inventory/inventory.ts";
import type { Role } from "../role/role.ts";
import type { Assets } from "./assets.ts";
import type { CompiledPlay, CompiledTask } from "./compiled-play.ts";
import { hostScope } from "./host-scope.ts";
import type { HostHandler, HostPlay, HostStep } from "./host-task.ts";
import { type RoleExpansion, roleHostTasks } from "./role-host-tasks.ts";
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
 * Pure but for the files that tasks name. Throws InputError.
 */
export function hostPlay(play: CompiledPlay, host: InventoryHost, context: HostPlayContext): HostPlay {
  const { inventory, assets, isSelected } = context;
  const scope = hostScope(host, play, inventory);
  const expansions = new Map<number, RoleExpansion>();
  for (const [index, step] of play.steps.entries()) {
    if (step.kind !== "role") continue;
    const role = context.roles.get(step.role);
    if (!role) throw new InternalError(`role ${step.role} vanished`);
    expansions.set(index, roleHostTasks(step, role, index, host, inventory, scope, assets));
  }
  const handlers = handlersOf(play, scope, assets, [...expansions.values()]);
  const steps = play.steps.flatMap((step, index): HostStep[] => {
    if (step.kind === "task") {
      if (!isSelected([...play.tags, ...step.tags])) return [];
      return yamlHostTasks(step, scope, assets, handlerIds(step, handlers));
    }
    return (expansions.get(index)?.steps ?? [])
      .filter(({ tags }) => isSelected([...play.tags, ...step.tags, ...tags]))
      .map((entry) => entry.step);
  });
  return { host: host.name, steps, handlers, scope };
}

function handlersOf(
  play: CompiledPlay,
  scope: HostPlay["scope"],
  assets: Assets,
  expansions: readonly RoleExpansion[],
): HostHandler[] {
  const own = play.handlers.flatMap((handler) =>
    yamlHostTasks(handler, scope, assets, []).map((task) => ({ ...task, id: handler.name })),
  );
  return [...expansions.flatMap((expansion) => expansion.handlers), ...own];
}

/** A play's task may notify handlers of the play, and those of its roles. */
function handlerIds(task: CompiledTask, handlers: readonly HostHandler[]): string[] {
  return task.notify.flatMap((name) => {
    const named = handlers.filter((handler) => handler.id === name || handler.name === name);
    if (named.length > 0) return named.map((handler) => handler.id);
    throw new InputError({
      message: `the handler "${name}" is not defined`,
      location: task.location,
      hint: suggestion(
        name,
        handlers.map((handler) => handler.name),
      ),
    });
  });
}
