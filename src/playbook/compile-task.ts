import { checkSchema } from "../input/check-schema.ts";
import { checkSecrets } from "./check-secrets.ts";
import { checkVariableName } from "./check-variable-names.ts";
import { compileArguments } from "./compile-arguments.ts";
import { compileLoop, withLoop } from "./compile-loop.ts";
import { compileVerdicts } from "./compile-verdict.ts";
import type { CompiledTask, Notification } from "./compiled-play.ts";
import { handDown, namesWithin } from "./hand-down.ts";
import type { KnownNames } from "./known-names.ts";
import { notSupported, type WordKind } from "./not-supported.ts";
import { taskKeywords } from "./playbook-schema.ts";
import { resultSchema } from "./result-schema.ts";
import { itemSchema } from "./schema-of-value.ts";
import { variablesSetBy } from "./set-variables.ts";
import { type Site, within } from "./site.ts";
import type { HandedDown, Results, StepContext } from "./step-context.ts";
import { moduleOf } from "./task-module.ts";
import { checkTaskRules } from "./task-rules.ts";
import { isTemplate } from "./template.ts";
import { anything } from "./value-schema.ts";
import { asList } from "./written-values.ts";

type TaskSource = Readonly<Record<string, unknown>>;

/** A task, null where nothing can be made of it; and the variables that it sets. */
export interface TaskWithResults {
  readonly task: CompiledTask | null;
  readonly results: Results;
}

/** Compiles one task; what is wrong with it goes to the problems. */
export function compileTask(
  written: TaskSource,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
  kind: WordKind = "task",
): TaskWithResults {
  const { source, path } = site;
  const { problems, extraVars } = context;
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
  const register = registerOf(written, extraVars);
  const found = moduleOf(written, site, kind, problems);
  if (!found) return withoutTask(register);
  const { module, key } = found;
  const verdicts = compileVerdicts(written, register, resultSchema(module, false), site, here, context);
  const given = compileArguments(written, key, module, site, here, context);
  problems.push(...checkTaskRules(written, key, module, down.settings, site));
  if (!given) return withoutTask(register);
  const name = typeof written.name === "string" ? written.name : describe(key, given.args);
  const task: CompiledTask = {
    ...down.settings,
    kind: "task",
    position,
    name,
    nameLocation: source.locate([...path, "name"]),
    module: module.name,
    ...given,
    when: down.when,
    register,
    notify: notifications(written.notify, within(site, "notify")),
    tags: down.tags,
    loop,
    vars: down.vars,
    ...verdicts,
    location: source.locateKey([...path, key]),
  };
  problems.push(...checkSecrets(task, context.variables));
  const item = loop === null ? null : itemSchema(loop.entries, own);
  return { task, results: variablesSetBy(name, module, given.args, register, item) };
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

/** Who reads the result of a task that is wrong has made no mistake. */
function withoutTask(register: string | null): TaskWithResults {
  return { task: null, results: register === null ? {} : { [register]: { task: "", schema: anything } } };
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
