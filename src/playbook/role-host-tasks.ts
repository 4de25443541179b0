import { InputError, InternalError } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import type { Inventory, InventoryHost } from "../inventory/inventory.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import { flushHandlers, type NotYet, type Role, type RoleTask } from "../role/role.ts";
import type { Assets } from "./assets.ts";
import { buildContext } from "./build-context.ts";
import type { CompiledRole } from "./compiled-play.ts";
import { conditionsHold, conditionsReadFacts, factsProbe, withFacts } from "./conditions.ts";
import type { HostHandler, HostStep, HostTask } from "./host-task.ts";
import { argumentSource, renderArguments } from "./render-arguments.ts";
import { clusterView, nodeView } from "./role-view.ts";
import { type Scope, UnknownValue } from "./scope.ts";

/** A role's tasks and handlers on one host; the tags are those that the role gives its tasks. */
export interface RoleExpansion {
  readonly steps: readonly { readonly step: HostStep; readonly tags: readonly string[] }[];
  readonly handlers: readonly HostHandler[];
}

/** Expands a role of a play on one host. `index` tells apart two uses of one role. Throws InputError. */
export function roleHostTasks(
  step: CompiledRole,
  role: Role,
  index: number,
  host: InventoryHost,
  inventory: Inventory,
  scope: Scope,
  assets: Assets,
): RoleExpansion {
  const context = {
    args: renderArgs(step, role, scope),
    host: nodeView(host),
    cluster: clusterView(host.cluster, inventory),
  };
  const idOf = (handler: string): string => `${role.name} ${index}: ${handler}`;
  const handlers = role.handlers?.(context) ?? [];
  const toHostTask = (task: RoleTask): HostTask => {
    const stray = task.notify.find((name) => !handlers.some((handler) => handler.name === name));
    if (stray !== undefined) {
      throw new InternalError(`role ${role.name} has no handler "${stray}", which "${task.name}" notifies`);
    }
    return roleHostTask(task, step, scope, assets, task.notify.map(idOf));
  };
  return {
    steps: role
      .tasks(context)
      .map((entry) =>
        entry === flushHandlers
          ? { step: entry, tags: ["always"] }
          : { step: toHostTask(entry), tags: entry.tags },
      ),
    handlers: handlers.map((handler) => ({ ...toHostTask(handler), id: idOf(handler.name) })),
  };
}

/** Arguments decide which tasks there are, so they are known before the run or not at all. */
function renderArgs(step: CompiledRole, role: Role, scope: Scope): unknown {
  const args = renderArguments(step, (name, value, location) => {
    try {
      return scope.render(value, location);
    } catch (error) {
      if (!(error instanceof UnknownValue)) throw error;
      throw new InputError({
        message: `the argument "${name}" of role "${step.role}" depends on what is only known during the run`,
        location,
        hint: "use variables of the inventory; a role asks for the facts that it needs by itself",
      });
    }
  });
  const problems = checkSchema(role.schema, args, argumentSource(step), [], `role "${step.role}"`);
  if (problems.length > 0) throw new InputError(problems);
  return args;
}

function roleHostTask(
  task: RoleTask,
  step: CompiledRole,
  scope: Scope,
  assets: Assets,
  notify: readonly string[],
): HostTask {
  return {
    name: task.name,
    role: step.role,
    location: step.location,
    notify,
    register: null,
    ignoreErrors: false,
    noLog: false,
    uses: conditionsReadFacts(step.when, scope) ? { ...task.uses, ...factsProbe } : task.uses,
    shouldRun: (outer, facts) =>
      conditionsHold(step.when, withFacts(outer, facts)) ? task.when(facts) : false,
    build: (outer, facts) => {
      const args = task.args(facts);
      if (isNotYet(args)) return args;
      checkOwnArguments(task, step, args);
      return task.module.build(args, buildContext(assets, outer, step.location));
    },
  };
}

function checkOwnArguments(task: RoleTask, step: CompiledRole, args: unknown): void {
  const what = `task "${task.name}" of role ${step.role}`;
  const [problem] = checkSchema(
    moduleSchema(task.module),
    args,
    argumentSource({ ...step, places: {} }),
    [],
    what,
  );
  if (problem) throw new InternalError(problem.message);
}

/** Whether a role says that a value cannot be worked out yet. */
export function isNotYet(value: unknown): value is NotYet {
  return typeof value === "object" && value !== null && "notYet" in value;
}
