import type { InputProblem } from "../errors.ts";
import { checkFit } from "./check-fit.ts";
import { checkTemplates } from "./check-texts.ts";
import { checkVariableName } from "./check-variable-names.ts";
import { checkWords } from "./check-words.ts";
import type { Loop } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { loopControl } from "./playbook-schema.ts";
import { itemSchema } from "./schema-of-value.ts";
import { type Site, within } from "./site.ts";
import type { StepContext } from "./step-context.ts";
import { writtenAt } from "./task-settings.ts";
import { asMapping } from "./written-values.ts";

type TaskSource = Readonly<Record<string, unknown>>;

/** The loop of a task, and its checks; null where it has none. `names` are those that the list may read. */
export function compileLoop(
  task: TaskSource,
  site: Site,
  names: KnownNames,
  { problems, extraVars }: Pick<StepContext, "problems" | "extraVars">,
): Loop | null {
  const control = asMapping(task.loop_control);
  const at = within(site, "loop_control");
  if (task.loop === undefined) {
    problems.push(...checkWithoutLoop(task, site));
    return null;
  }
  const { itemName, indexName } = loopNames(task);
  problems.push(
    ...checkList(task.loop, within(site, "loop"), names),
    ...(task.loop_control === undefined
      ? []
      : checkWords(task.loop_control, "loop_control", { ...loopControl }, at, '"loop_control"')),
    ...checkTemplates(control.label, within(at, "label"), withLoop(task, names)),
    ...checkTemplates(control.pause, within(at, "pause"), names),
    ...(itemName === "item" ? [] : checkLoopVariable(itemName, within(at, "loop_var"), extraVars)),
    ...(indexName === null ? [] : checkLoopVariable(indexName, within(at, "index_var"), extraVars)),
  );
  if (itemName === indexName) {
    const location = site.source.locate([...at.path, "index_var"]);
    const hint = "give the number of the round another name";
    problems.push({ message: `the entry of the loop is called "${itemName}" already`, location, hint });
  }
  return {
    entries: task.loop,
    itemName,
    indexName,
    label: writtenAt(control, "label", at),
    pause: writtenAt(control, "pause", at),
    location: site.source.locate([...site.path, "loop"]),
  };
}

/** A template of a list must be one, and can never be a text. */
function checkList(written: unknown, site: Site, names: KnownNames): InputProblem[] {
  const problems = checkTemplates(written, site, names);
  return problems.length > 0 ? problems : checkFit({ type: "array" }, written, site, names);
}

/** The names that are known in the rounds of a loop, even of one that cannot stand there; the same where there is none. */
export function withLoop(task: TaskSource, names: KnownNames): KnownNames {
  if (!Object.keys(task).some((key) => key === "loop" || key.startsWith("with_"))) return names;
  const { itemName, indexName } = loopNames(task);
  const index = indexName === null ? {} : { [indexName]: { type: "integer" } as const };
  return names.withVariables({ [itemName]: itemSchema(task.loop, names), ...index });
}

function loopNames(task: TaskSource): { itemName: string; indexName: string | null } {
  const { loop_var: item, index_var: index } = asMapping(task.loop_control);
  return {
    itemName: isName(item) ? item : "item",
    indexName: isName(index) ? index : null,
  };
}

function isName(value: unknown): value is string {
  return typeof value === "string" && /^[A-Za-z_]\w*$/.test(value);
}

/** A variable of -e wins over all others, and so would keep the loop from having any effect. */
function checkLoopVariable(name: string, site: Site, extraVars: StepContext["extraVars"]): InputProblem[] {
  const problems = checkVariableName(name, site);
  if (problems.length > 0 || !Object.hasOwn(extraVars, name)) return problems;
  const location = site.source.locate(site.path);
  const message = `the loop's variable "${name}" is given with -e, which wins over it`;
  return [{ message, location, hint: "give one of them another name" }];
}

function checkWithoutLoop(task: TaskSource, { source, path }: Site): InputProblem[] {
  if (task.loop_control === undefined || Object.keys(task).some((key) => key.startsWith("with_"))) return [];
  const location = source.locateKey([...path, "loop_control"]);
  return [{ message: '"loop_control" needs a "loop" beside it', location, hint: "write loop: with a list" }];
}
