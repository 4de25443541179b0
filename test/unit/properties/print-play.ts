import { Document, Scalar } from "yaml";
import type { DataPath } from "../../../src/input/data-path.ts";
import { isMapping } from "../../../src/input/mapping.ts";
import { secretTag } from "../../../src/input/yaml-secrets.ts";
import type { SourcedValue } from "../../../src/inventory/inventory.ts";
import type {
  BatchSize,
  CompiledHandler,
  CompiledPlay,
  CompiledStep,
  CompiledTask,
  Condition,
  RunAs,
  TaskSettings,
  Written,
} from "../../../src/playbook/compiled-play.ts";

type Mapping = Readonly<Record<string, unknown>>;

/** What a compiled play does not say of itself. */
export interface PrintOptions {
  /** Variables of -e, which a play is not printed with. */
  readonly given: ReadonlySet<string>;
  /** A host pattern of which --limit leaves nothing. */
  readonly nowhere: string;
}

/**
 * Writes a compiled play as a playbook that says the same in other words: every setting on each task, roles among the
 * tasks, and what was handed down or read from other files in its place.
 */
export function printPlay(play: CompiledPlay, { given, nowhere }: PrintOptions): string {
  const vars = (written: CompiledPlay["vars"]): Mapping =>
    Object.fromEntries(
      Object.entries(written)
        .filter(([name]) => !given.has(name))
        .map(([name, value]) => [name, withSecrets(value)]),
    );
  const data = [
    {
      name: play.name,
      hosts: play.hosts.length === 0 ? nowhere : play.hosts,
      vars: vars(play.vars),
      vars_prompt: [...play.unanswered, ...secretsAmong(given, play.vars)].map((name) => ({ name })),
      tags: play.tags,
      ...(play.serial.length > 0 && { serial: play.serial.map(sizeText) }),
      ...(play.maxFailPercentage !== null && { max_fail_percentage: play.maxFailPercentage }),
      order: play.order,
      strategy: play.isLockstep ? "linear" : "free",
      ignore_unreachable: play.ignoreUnreachable,
      any_errors_fatal: play.anyErrorsFatal,
      rollback: play.rollsBackRun ? "run" : play.rollback,
      tasks: play.steps.map((step) => stepData(step, vars)),
      handlers: play.handlers.map((handler) => handlerData(handler, vars)),
    },
  ];
  const options = { customTags: [secretTag], aliasDuplicateObjects: false };
  return new Document(data, options).toString({ lineWidth: 0 });
}

/** A private prompt makes a secret of what -e gives. */
function secretsAmong(given: ReadonlySet<string>, vars: CompiledPlay["vars"]): string[] {
  return [...given].filter((name) => vars[name]?.secret === true);
}

type PrintVars = (vars: CompiledPlay["vars"]) => Mapping;

function sizeText(size: BatchSize): string | number {
  return size.kind === "hosts" ? size.count : `${size.percent}%`;
}

function stepData(step: CompiledStep, vars: PrintVars): Mapping {
  switch (step.kind) {
    case "task":
      return taskData(step, vars);
    case "role":
      return {
        include_role: { name: step.role, args: step.args },
        ...surroundings(step, vars),
        ...settingsData(step),
      };
    case "meta":
      return { meta: step.action, ...surroundings(step, vars) };
    case "block": {
      const list = (steps: readonly CompiledStep[]) => steps.map((inner) => stepData(inner, vars));
      // A block must not be empty, although a file of no tasks leaves nothing of it.
      const block = step.steps.length === 0 ? [{ meta: "noop" }] : list(step.steps);
      const { rollback } = step;
      return { block, rescue: list(step.rescue), always: list(step.always), rollback };
    }
  }
}

function handlerData(handler: CompiledHandler, vars: PrintVars): Mapping {
  return { ...taskData(handler, vars), listen: handler.listen };
}

function taskData(task: CompiledTask, vars: PrintVars): Mapping {
  const { loop, retry, async: background } = task;
  return {
    name: task.name,
    [task.module]: task.args,
    ...surroundings(task, vars),
    ...settingsData(task),
    ...(task.register !== null && { register: task.register }),
    notify: task.notify.map(({ handler }) => handler),
    ...(loop !== null && {
      loop: loop.entries,
      loop_control: {
        loop_var: loop.itemName,
        ...(loop.indexName !== null && { index_var: loop.indexName }),
        ...entryOf("label", loop.label),
        ...entryOf("pause", loop.pause),
      },
    }),
    ...(task.changedWhen !== null && { changed_when: expressions(task.changedWhen) }),
    ...(task.failedWhen !== null && { failed_when: expressions(task.failedWhen) }),
    ...(retry !== null && {
      ...(retry.until.length > 0 && { until: expressions(retry.until) }),
      retries: retry.retries.value,
      delay: retry.delay.value,
      backoff: retry.backoff,
    }),
    ...(background !== null && { async: background.limit.value, poll: background.poll.value }),
  };
}

function surroundings(
  { when, tags, vars }: Pick<CompiledTask, "when" | "tags" | "vars">,
  print: PrintVars,
): Mapping {
  return { when: expressions(when), tags, vars: print(vars) };
}

function settingsData(settings: TaskSettings): Mapping {
  return {
    ignore_errors: settings.ignoreErrors,
    ignore_unreachable: settings.ignoreUnreachable,
    any_errors_fatal: settings.anyErrorsFatal,
    no_log: settings.noLog,
    run_once: settings.runOnce,
    environment: settings.environment.map(({ value }) => value),
    ...(settings.throttle !== null && { throttle: settings.throttle }),
    ...(settings.checkMode !== null && { check_mode: settings.checkMode }),
    ...(settings.diff !== null && { diff: settings.diff }),
    ...(settings.guardSeconds !== null && { guarded: settings.guardSeconds }),
    ...runAsData(settings.runAs),
    ...entryOf("delegate_to", settings.delegateTo),
    ...entryOf("timeout", settings.timeout),
  };
}

function runAsData(runAs: RunAs): Mapping {
  switch (runAs.kind) {
    case "root":
      return runAs.isSaid ? { become_user: "root" } : {};
    case "login":
      return { become: false };
    case "user":
      return { become_user: runAs.name.value };
  }
}

function entryOf(key: string, written: Written | null): Mapping {
  return written === null ? {} : { [key]: written.value };
}

function expressions(conditions: readonly Condition[]): string[] {
  return conditions.map(({ expression }) => expression);
}

/** A value with `!secret` where it is secret. */
function withSecrets({ value, secret, secretParts = [[]] }: SourcedValue): unknown {
  return secret ? marked(value, secretParts) : value;
}

function marked(value: unknown, paths: readonly DataPath[]): unknown {
  if (paths.length === 0) return value;
  if (paths.some((path) => path.length === 0)) {
    const scalar = new Scalar(value);
    scalar.tag = secretTag.tag;
    return scalar;
  }
  const below = (key: string) =>
    paths.filter(([first]) => String(first) === key).map((path) => path.slice(1));
  if (Array.isArray(value)) return value.map((entry: unknown, index) => marked(entry, below(String(index))));
  if (!isMapping(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, marked(entry, below(key))]));
}
