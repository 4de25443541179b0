import type { XStatic } from "typebox/schema";
import type { ArgumentSchema, Module } from "../resources/module.ts";
import type { Probe } from "../resources/probe.ts";
import type { StatesOf } from "../resources/resource.ts";
import type { RoleCluster, RoleNode } from "./role-context.ts";

/** What a role knows before any host is contacted. */
export interface RoleContext<Arguments> {
  readonly args: Arguments;
  readonly host: RoleNode;
  readonly cluster: RoleCluster;
}

/** A task's arguments cannot be worked out while the host is as it is; an earlier task may cure that. */
export interface NotYet {
  readonly notYet: string;
}

/** Says why arguments cannot be worked out yet: `notYet("containerd is not installed")`. */
export function notYet(reason: string): NotYet {
  return { notYet: reason };
}

/** One task of a role: a module and its arguments, which may depend on facts that change while the role runs. */
export interface RoleTask {
  /** An imperative sentence: "Install containerd". Unique within the role. */
  readonly name: string;
  readonly module: Module;
  /** Facts that `args` and `when` use; asked anew whenever something has changed before this task. */
  readonly uses: Readonly<Record<string, Probe>>;
  args(facts: Readonly<Record<string, unknown>>): unknown;
  when(facts: Readonly<Record<string, unknown>>): boolean | NotYet;
  /** Names of handlers of the same role. */
  readonly notify: readonly string[];
  readonly tags: readonly string[];
  /** The host that it acts on ("localhost" for the control machine); null for its own. Facts in `uses` stay those of its own. */
  readonly delegateTo: string | null;
  /** Tasks with the same key run one after another, over all hosts of the run; null does not wait. */
  readonly exclusive: string | null;
  /** A failure does not end the host: a later task of the role tells of it. */
  readonly ignoreErrors: boolean;
}

interface TaskOptions<Uses> {
  readonly uses?: Uses;
  readonly when?: (facts: StatesOf<Uses>) => boolean | NotYet;
  readonly notify?: string | readonly string[];
  readonly tags?: readonly string[];
  readonly delegateTo?: string;
  readonly exclusive?: string;
  readonly ignoreErrors?: boolean;
}

type Facts = Readonly<Record<string, Probe>>;

/** Stands between tasks: the handlers notified so far run here instead of at the end of the play. */
export const flushHandlers = "flush handlers";

/** An entry of a role's list of tasks. */
export type RoleStep = RoleTask | typeof flushHandlers;

/** Builds a task of a role; arguments are typed by the module, facts by the probes in `uses`. */
export function task<Arguments, const Uses extends Facts = Record<never, Probe>>(
  name: string,
  module: Module<Arguments>,
  args: NoInfer<Arguments> | ((facts: StatesOf<Uses>) => NoInfer<Arguments> | NotYet),
  options?: TaskOptions<Uses>,
): RoleTask;
export function task(
  name: string,
  module: Module,
  args: unknown,
  options: TaskOptions<Facts> = {},
): RoleTask {
  const { uses = {}, when, notify = [], tags = [], delegateTo = null, exclusive = null } = options;
  const { ignoreErrors = false } = options;
  return {
    name,
    module,
    uses,
    args: (facts) => (typeof args === "function" ? args(facts) : args),
    when: (facts) => when?.(facts) ?? true,
    notify: typeof notify === "string" ? [notify] : notify,
    tags,
    delegateTo,
    exclusive,
    ignoreErrors,
  };
}

/** A reusable set of tasks with typed arguments. */
export interface Role<Arguments = unknown> {
  readonly name: string;
  /** One sentence. */
  readonly summary: string;
  readonly schema: ArgumentSchema;
  /** In the order in which they run. Which tasks there are depends on arguments and inventory, never on facts. */
  tasks(context: RoleContext<Arguments>): readonly RoleStep[];
  /** Run once, in this order, at the end of the play or where it flushes, when a task that changed something notified them. */
  handlers?(context: RoleContext<Arguments>): readonly RoleTask[];
}

/** Defines a role; the type of its arguments follows from `schema`. */
export function defineRole<const Schema extends ArgumentSchema>(
  definition: Omit<Role<XStatic<Schema>>, "schema"> & { readonly schema: Schema },
): Role<XStatic<Schema>>;
export function defineRole(definition: Role): Role {
  return definition;
}
