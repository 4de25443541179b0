import { InputError, InternalError, type Location } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { checkSchema } from "../input/check-schema.ts";
import { findModule } from "../resources/index.ts";
import type { Module } from "../resources/module.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import type { Resource } from "../resources/resource.ts";
import type { Assets } from "./assets.ts";
import { buildContext } from "./build-context.ts";
import type { CompiledTask, Condition } from "./compiled-play.ts";
import { conditionsHold, evaluate, factsProbe, withFacts } from "./conditions.ts";
import type { Facts, HostLoop, HostTask, HostTaskSettings, Verdict } from "./host-task.ts";
import { type LoopRound, loopRounds } from "./loop-rounds.ts";
import { argumentSource, renderArguments } from "./render-arguments.ts";
import { type Scope, UnknownValue } from "./scope.ts";
import { environmentOf, runAsOf, secondsOf, surroundingsOf } from "./surroundings.ts";
import { taskReads } from "./task-reads.ts";
import { isTemplate } from "./template.ts";

/** What a task of a playbook becomes on a host; `notify` has the ids of handlers. Throws InputError. */
export function yamlHostTask(
  task: CompiledTask,
  scope: Scope,
  assets: Assets,
  notify: readonly string[],
): HostTask | HostLoop {
  const module = findModule(task.module);
  if (!module) throw new InternalError(`module ${task.module} vanished`);
  const own = scope.withWritten(task.vars);
  const uses = own.reads(taskReads(task, module, assets)).has("facts") ? factsProbe : {};
  const round = roundOf(task, module, assets, notify, uses);
  const { loop } = task;
  if (loop === null) return round(null, own);
  const local = (outer: Scope, facts: Facts): Scope => withFacts(outer.withWritten(task.vars), facts);
  return {
    kind: "loop",
    id: String(task.position),
    position: [task.position, 0],
    name: nameOf(task, own, ""),
    role: null,
    location: task.location,
    register: task.register,
    defines: definesOf(task),
    changesNothing: module.changesNothing === true,
    ...hostTaskSettings(task),
    uses,
    rounds: (outer, facts) => {
      const inner = local(outer, facts);
      return loopRounds(task, loop, inner).map((entry, index) => round({ ...entry, index }, inner));
    },
    pauseMs: (outer, facts) =>
      loop.pause === null ? 0 : secondsOf(loop.pause, local(outer, facts), "pause"),
  };
}

/** The settings that need no rendering, of a task or role of a playbook. */
export function hostTaskSettings(settings: HostTaskSettings): HostTaskSettings {
  const { ignoreErrors, ignoreUnreachable, anyErrorsFatal, noLog } = settings;
  const { runOnce, throttle, checkMode, diff } = settings;
  return {
    ...{ ignoreErrors, ignoreUnreachable, anyErrorsFatal, noLog },
    ...{ runOnce, throttle, checkMode, diff },
  };
}

type Round = LoopRound & { readonly index: number };

function definesOf(task: CompiledTask): string[] {
  return task.module === "set_fact" ? Object.keys(task.args) : [];
}

/** Makes the task of one round of a loop, or of a task without one. */
function roundOf(
  task: CompiledTask,
  module: Module,
  assets: Assets,
  notify: readonly string[],
  uses: HostTask["uses"],
): (round: Round | null, scope: Scope) => HostTask {
  return (round, scope) => {
    const variables = round?.variables ?? {};
    const local = rememberLast((outer, facts) =>
      withFacts(outer.withWritten(task.vars).with(variables), facts),
    );
    const verdict = (conditions: readonly Condition[] | null | undefined): Verdict | null =>
      conditions ? (outer, facts) => conditionsHold(conditions, local(outer, facts)) : null;
    return {
      kind: "task",
      id: round === null ? String(task.position) : `${task.position}#${round.index}`,
      position: [task.position, 0],
      name: nameOf(task, scope.with(variables), round === null ? "" : ` (${round.label})`),
      role: null,
      location: task.location,
      notify,
      register: task.register,
      defines: definesOf(task),
      changesNothing: module.changesNothing === true,
      item: round?.item,
      ...hostTaskSettings(task),
      uses,
      shouldRun: (outer, facts) => conditionsHold(task.when, local(outer, facts)),
      build: (outer, facts) => build(task, module, local(outer, facts), assets),
      surroundings: (outer, facts) => surroundingsOf(task, task.retry, task.async, local(outer, facts)),
      verdicts: {
        until: task.retry && task.retry.until.length > 0 ? verdict(task.retry.until) : null,
        failed: verdict(task.failedWhen),
        changed: verdict(task.changedWhen),
      },
    };
  };
}

/** The functions of a task are called one after another with the same scope: what it renders is then rendered once. */
function rememberLast(make: (outer: Scope, facts: Facts) => Scope): (outer: Scope, facts: Facts) => Scope {
  let last: { readonly outer: Scope; readonly facts: Facts; readonly made: Scope } | null = null;
  return (outer, facts) => {
    if (last?.outer !== outer || last.facts !== facts) last = { outer, facts, made: make(outer, facts) };
    return last.made;
  };
}

/** A name with a template says itself what tells the rounds of a loop apart; one that is not to be logged stays as written. */
function nameOf(task: CompiledTask, scope: Scope, suffix: string): string {
  if (!isTemplate(task.name) || task.noLog) return `${task.name}${suffix}`;
  try {
    return asText(scope.render(task.name, task.nameLocation));
  } catch (error) {
    // Facts, results and entries are not known yet: the name is shown as it was written.
    if (error instanceof UnknownValue || task.loop !== null) return `${task.name}${suffix}`;
    throw error;
  }
}

function build(task: CompiledTask, module: Module, scope: Scope, assets: Assets): Resource {
  const isExpression = (name: string): boolean => module.expressions?.includes(name) ?? false;
  const rendered = renderArguments(task, (name, value, location) =>
    isExpression(name) ? value : scope.render(value, location),
  );
  const source = argumentSource(task);
  const problems = checkSchema(moduleSchema(module), rendered, source, [], `module "${task.module}"`);
  if (problems.length > 0) throw new InputError(problems);
  const args = Object.fromEntries(
    Object.entries(rendered).map(([name, value]) => [
      name,
      isExpression(name) ? evaluated(value, scope, source.locate([name])) : value,
    ]),
  );
  const [named = ""] = Object.keys(module.files ?? {});
  const surroundings = { runAs: runAsOf(task, scope), environment: environmentOf(task, scope) };
  return module.build(args, buildContext(assets, scope, task.places[named] ?? task.location, surroundings));
}

/** Expressions of an argument, each with its value. */
function evaluated(value: unknown, scope: Scope, location: Location): unknown {
  if (Array.isArray(value)) return value.map((entry) => evaluated(entry, scope, location));
  if (typeof value !== "string") return value;
  return { expression: value, value: evaluate(value, scope, location) };
}
