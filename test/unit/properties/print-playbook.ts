import { stringify } from "yaml";
import type { SourcedValue } from "../../../src/inventory/inventory.ts";
import type {
  BatchSize,
  CompiledHandler,
  CompiledPlay,
  CompiledPlaybook,
  CompiledStep,
  CompiledTask,
  Condition,
  RunAs,
  TaskSettings,
  Written,
} from "../../../src/playbook/compiled-play.ts";

type Data = Readonly<Record<string, unknown>>;

/**
 * A compiled playbook as a playbook: one file without imports, each step with all that was handed down to it.
 * Variables in `given` are left out, because -e gives them.
 */
export function printPlaybook({ plays }: CompiledPlaybook, given: ReadonlySet<string>): string {
  return stringify(plays.map((play) => printPlay(play, given)));
}

function printPlay(play: CompiledPlay, given: ReadonlySet<string>): Data {
  const own = Object.entries(play.vars).filter(([name]) => !given.has(name));
  return {
    name: play.name,
    hosts: play.hosts,
    vars: valuesOf(Object.fromEntries(own)),
    vars_prompt: play.unanswered.map((name) => ({ name })),
    tags: play.tags,
    ignore_unreachable: play.ignoreUnreachable,
    any_errors_fatal: play.anyErrorsFatal,
    ...(play.serial.length > 0 && { serial: play.serial.map(printSize) }),
    ...(play.maxFailPercentage !== null && { max_fail_percentage: play.maxFailPercentage }),
    order: play.order,
    strategy: play.isLockstep ? "linear" : "free",
    tasks: play.steps.map(printStep),
    handlers: play.handlers.map(printHandler),
  };
}

function printSize(size: BatchSize): number | string {
  return size.kind === "hosts" ? size.count : `${size.percent}%`;
}

function printStep(step: CompiledStep): Data {
  switch (step.kind) {
    case "task":
      return printTask(step);
    case "role": {
      const { role: name, args } = step;
      return { include_role: { name, args }, ...surroundings(step), ...printSettings(step) };
    }
    case "meta":
      return { meta: step.action, ...surroundings(step) };
    case "block":
      return {
        block: step.steps.map(printStep),
        rescue: step.rescue.map(printStep),
        always: step.always.map(printStep),
      };
  }
}

function printHandler(handler: CompiledHandler): Data {
  return { ...printTask(handler), listen: handler.listen };
}

function printTask(task: CompiledTask): Data {
  const { loop, retry, async } = task;
  return {
    name: task.name,
    [task.module]: task.args,
    ...surroundings(task),
    ...printSettings(task),
    notify: task.notify.map(({ handler }) => handler),
    ...(task.register !== null && { register: task.register }),
    ...(loop !== null && {
      loop: loop.entries,
      loop_control: {
        loop_var: loop.itemName,
        ...(loop.indexName !== null && { index_var: loop.indexName }),
        ...printWritten("label", loop.label),
        ...printWritten("pause", loop.pause),
      },
    }),
    ...printConditions("changed_when", task.changedWhen),
    ...printConditions("failed_when", task.failedWhen),
    ...(retry !== null && {
      ...printConditions("until", retry.until),
      ...printWritten("retries", retry.retries),
      ...printWritten("delay", retry.delay),
      backoff: retry.backoff,
    }),
    ...(async !== null && { ...printWritten("async", async.limit), ...printWritten("poll", async.poll) }),
  };
}

function surroundings(step: {
  readonly when: readonly Condition[];
  readonly tags: readonly string[];
  readonly vars: Readonly<Record<string, SourcedValue>>;
}): Data {
  return { ...printConditions("when", step.when), tags: step.tags, vars: valuesOf(step.vars) };
}

function printSettings(settings: TaskSettings): Data {
  return {
    ignore_errors: settings.ignoreErrors,
    ignore_unreachable: settings.ignoreUnreachable,
    any_errors_fatal: settings.anyErrorsFatal,
    no_log: settings.noLog,
    run_once: settings.runOnce,
    ...(settings.throttle !== null && { throttle: settings.throttle }),
    ...(settings.checkMode !== null && { check_mode: settings.checkMode }),
    ...(settings.diff !== null && { diff: settings.diff }),
    ...printRunAs(settings.runAs),
    ...printWritten("delegate_to", settings.delegateTo),
    environment: settings.environment.map(({ value }) => value),
    ...printWritten("timeout", settings.timeout),
  };
}

function printRunAs(runAs: RunAs): Data {
  if (runAs.kind === "login") return { become: false };
  return runAs.kind === "user" ? { become_user: runAs.name.value } : { become: true };
}

function printWritten(key: string, written: Written | null): Data {
  return written === null ? {} : { [key]: written.value };
}

function printConditions(key: string, conditions: readonly Condition[] | null): Data {
  return conditions === null ? {} : { [key]: conditions.map(({ expression }) => expression) };
}

function valuesOf(vars: Readonly<Record<string, SourcedValue>>): Data {
  return Object.fromEntries(Object.entries(vars).map(([name, { value }]) => [name, value]));
}
