import { InputError, InternalError } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import type { Inventory, InventoryHost } from "../inventory/inventory.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import {
  flushHandlers,
  type NotYet,
  type Role,
  type RoleContext,
  type RoleStep,
  type RoleTask,
} from "../role/role.ts";
import type { Assets } from "./assets.ts";
import { buildContext } from "./build-context.ts";
import type { CompiledRole } from "./compiled-play.ts";
import { conditionsHold, factsProbe, withFacts } from "./conditions.ts";
import type { Facts, HostHandler, HostMeta, HostTask, Position } from "./host-task.ts";
import { placed } from "./placed.ts";
import { argumentSource, renderArguments } from "./render-arguments.ts";
import { clusterView, nodeView } from "./role-view.ts";
import { isRuledOut } from "./ruled-out.ts";
import { type Scope, UnknownValue } from "./scope.ts";
import { environmentOf, surroundingsOf } from "./surroundings.ts";
import { conditionReads, settingReads } from "./task-reads.ts";

/** A role's tasks and handlers on one host; the tags are those that the role gives its tasks. */
export interface RoleExpansion {
  readonly steps: readonly { readonly step: HostTask | HostMeta; readonly tags: readonly string[] }[];
  readonly handlers: readonly HostHandler[];
}

/**
 * Expands a role of a play on one host; to nothing where it cannot be, and need not, for its conditions are false. Throws
 * InputError, and UnknownValue where an argument waits for the answer to a prompt.
 */
export function roleHostTasks(...args: Parameters<typeof expandRole>): RoleExpansion {
  const [step, , , , outer] = args;
  try {
    return placed(step.location, () => expandRole(...args));
  } catch (error) {
    if (!(error instanceof InputError) || !isRuledOut(step.when, outer.withWritten(step.vars))) throw error;
    return { steps: [], handlers: [] };
  }
}

function expandRole(
  step: CompiledRole,
  role: Role,
  host: InventoryHost,
  inventory: Inventory,
  outer: Scope,
  assets: Assets,
): RoleExpansion {
  const scope = outer.withWritten(step.vars);
  const context = roleContext(renderArgs(step, role, scope), host, inventory, scope);
  const idOf = (handler: string): string => `${step.position} ${role.name}: ${handler}`;
  const handlers = role.handlers?.(context) ?? [];
  const toHostTask = (task: RoleTask, id: string, position: Position): HostTask => {
    const stray = task.notify.find((name) => !handlers.some((handler) => handler.name === name));
    if (stray !== undefined) {
      throw new InternalError(`role ${role.name} has no handler "${stray}", which "${task.name}" notifies`);
    }
    return roleHostTask(task, step, scope, assets, { id, position, notify: task.notify.map(idOf) });
  };
  const toStep = (entry: RoleStep, index: number): RoleExpansion["steps"][number] => {
    const position = [step.position, index] as const;
    return entry === flushHandlers
      ? { step: flushAt(position), tags: ["always"] }
      : { step: toHostTask(entry, `${step.position}/${index}`, position), tags: entry.tags };
  };
  return {
    steps: role.tasks(context).map(toStep),
    handlers: handlers.map((handler) => {
      const id = idOf(handler.name);
      return { id, step: toHostTask(handler, id, [step.position, 0]) };
    }),
  };
}

/** What a role knows; which part of it the role reads shows in the scope. */
function roleContext(
  args: unknown,
  host: InventoryHost,
  inventory: Inventory,
  scope: Scope,
): RoleContext<unknown> {
  return {
    args,
    get host() {
      scope.noteRead("inventory_hostname");
      return nodeView(host);
    },
    get cluster() {
      scope.noteRead("cluster");
      return clusterView(host.cluster, inventory);
    },
  };
}

function flushAt(position: Position): HostMeta {
  return { kind: "meta", position, action: "flush_handlers", uses: {}, shouldRun: () => true };
}

/** Arguments decide which tasks there are, so they are known before the run or not at all. */
function renderArgs(step: CompiledRole, role: Role, scope: Scope): unknown {
  const args = renderArguments(step, (name, value, location) => {
    try {
      return scope.render(value, location);
    } catch (error) {
      if (!(error instanceof UnknownValue) || error.isPrompt) throw error;
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
  identity: Pick<HostTask, "id" | "position" | "notify">,
): HostTask {
  const readsFacts = scope.reads([...conditionReads(step.when), ...settingReads(step)]).has("facts");
  const local = (outer: Scope, facts: Facts): Scope => withFacts(outer.withWritten(step.vars), facts);
  return {
    kind: "task",
    ...identity,
    name: task.name,
    role: step.role,
    location: step.location,
    register: null,
    defines: [],
    changesNothing: task.module.changesNothing === true,
    item: undefined,
    settings: task.ignoreErrors ? { ...step, ignoreErrors: true } : step,
    exclusive: task.exclusive,
    uses: readsFacts ? { ...task.uses, ...factsProbe } : task.uses,
    isRuledOut: (outer) => isRuledOut(step.when, outer.withWritten(step.vars)),
    shouldRun: (outer, facts) => (conditionsHold(step.when, local(outer, facts)) ? task.when(facts) : false),
    build: (outer, facts) => {
      const args = task.args(facts);
      if (isNotYet(args)) return args;
      checkOwnArguments(task, step, args);
      const inner = local(outer, facts);
      const surroundings = {
        runAs: { kind: "root" } as const,
        environment: environmentOf(step, inner),
      };
      return task.module.build(args, buildContext(assets, inner, step.location, surroundings));
    },
    surroundings: (outer, facts) => {
      const around = surroundingsOf(step, null, null, local(outer, facts));
      return task.delegateTo === null ? around : { ...around, delegate: task.delegateTo };
    },
    verdicts: { until: null, failed: null, changed: null },
  };
}

/** What a role hands on to a module may come from the arguments that it was given. */
function checkOwnArguments(task: RoleTask, step: CompiledRole, args: unknown): void {
  const what = `module "${task.module.name}"`;
  const source = argumentSource({ ...step, places: {} });
  const problems = checkSchema(moduleSchema(task.module), args, source, [], what);
  if (problems.length === 0) return;
  throw new InputError(
    problems.map((problem) => ({
      ...problem,
      message: `${problem.message} (in the task "${task.name}" of role ${step.role})`,
    })),
  );
}

/** Whether a role says that a value cannot be worked out yet. */
export function isNotYet(value: unknown): value is NotYet {
  return typeof value === "object" && value !== null && "notYet" in value;
}
