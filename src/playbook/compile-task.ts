import { checkSchema } from "../input/check-schema.ts";
import { moduleSchema } from "../resources/module-schema.ts";
import { checkArguments } from "./check-arguments.ts";
import { checkVariableName } from "./check-variable-names.ts";
import { compileLoop, withLoop } from "./compile-loop.ts";
import { compileAsync, compileRetry } from "./compile-retry.ts";
import { compileVerdict } from "./compile-verdict.ts";
import type { CompiledTask, Notification } from "./compiled-play.ts";
import { handDown, namesWithin } from "./hand-down.ts";
import type { KnownNames } from "./known-names.ts";
import { notSupported, type WordKind } from "./not-supported.ts";
import { taskKeywords } from "./playbook-schema.ts";
import { resultSchema } from "./result-schema.ts";
import { checkSetVariables, variablesSetBy, withoutOverridden } from "./set-variables.ts";
import { type Site, within } from "./site.ts";
import type { HandedDown, Results, StepContext } from "./step-context.ts";
import { argumentSite, argumentsOf, moduleOf } from "./task-module.ts";
import { checkTaskRules } from "./task-rules.ts";
import { isTemplate } from "./template.ts";
import { isPending } from "./value-template.ts";
import { asList } from "./written-values.ts";

type TaskSource = Readonly<Record<string, unknown>>;

/** A task, and the variables that it sets. */
export interface TaskWithResults {
  readonly task: CompiledTask;
  readonly results: Results;
}

/** Compiles one task; what is wrong with it goes to the problems, and null comes back where nothing can be made of it. */
export function compileTask(
  written: TaskSource,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
  kind: WordKind = "task",
): TaskWithResults | null {
  const { source, path } = site;
  const { problems, extraVars, assets } = context;
  problems.push(
    ...notSupported(written, kind, site),
    ...checkSchema(keywordSchema, written, source, path, "task"),
    ...checkVariableName(written.register, within(site, "register")),
  );
  const own = namesWithin(written, names);
  const here = withLoop(written, own);
  const down = handDown(written, site, outer, here, context);
  const loop = compileLoop(written, site, own, context);
  const position = context.nextPosition();
  const found = moduleOf(written, site, kind, problems);
  if (!found) return null;
  const { module, key } = found;
  const register = registerOf(written, extraVars);
  const judged = register === null ? here : here.withVariables({ [register]: resultSchema(module, false) });
  const verdict = (word: "until" | "failed_when" | "changed_when") =>
    compileVerdict(written, word, site, judged, problems);
  const verdicts = {
    changedWhen: verdict("changed_when"),
    failedWhen: verdict("failed_when"),
    retry: compileRetry(written, verdict("until") ?? [], site, here, context),
    async: compileAsync(written, site, here, context),
  };
  const allArgs = argumentsOf(written, key, module, site, problems);
  if (!allArgs) return null;
  const siteOf = (name: string): Site => argumentSite(written, key, name, site);
  problems.push(
    ...checkSchema(moduleSchema(module), allArgs, source, [...path, key], `module "${key}"`, isPending),
    ...checkArguments(allArgs, module, siteOf, here, assets),
    ...checkSetVariables(allArgs, module, within(site, key)),
    ...checkTaskRules(written, key, module, down.settings, site),
  );
  const args = withoutOverridden(allArgs, module, extraVars);
  const name = typeof written.name === "string" ? written.name : describe(key, args);
  const task: CompiledTask = {
    ...down.settings,
    kind: "task",
    position,
    name,
    nameLocation: source.locate([...path, "name"]),
    module: module.name,
    args,
    places: Object.fromEntries(Object.keys(args).map((arg) => [arg, source.locate(siteOf(arg).path)])),
    when: down.when,
    register,
    notify: notifications(written.notify, within(site, "notify")),
    tags: down.tags,
    loop,
    vars: down.vars,
    ...verdicts,
    location: source.locateKey([...path, key]),
  };
  return { task, results: variablesSetBy(name, module, args, register, loop !== null) };
}

/** What a loop is controlled by is checked with the loop. */
const keywordSchema = {
  type: "object",
  properties: { ...taskKeywords, loop_control: { type: "object" } },
};

/** The variable that the result goes to; none where -e gives one of that name, which wins. */
function registerOf({ register }: TaskSource, extraVars: StepContext["extraVars"]): string | null {
  return typeof register === "string" && !Object.hasOwn(extraVars, register) ? register : null;
}

function notifications(notify: unknown, site: Site): Notification[] {
  return asList(notify).map((handler, index) => {
    const at = Array.isArray(notify) ? within(site, index) : site;
    return { handler, location: at.source.locate(at.path) };
  });
}

/** A name for a task that has none: "package curl"; just "package" where the subject differs from host to host. */
function describe(key: string, args: Readonly<Record<string, unknown>>): string {
  const subject = args.name ?? args.path ?? args.dest ?? args.cmd ?? args.msg;
  return typeof subject === "string" && !isTemplate(subject) ? `${key} ${subject}` : key;
}
