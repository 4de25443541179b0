import type { InputProblem } from "../errors.ts";
import type { DataPath } from "../input/data-path.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import type { Inventory, SourcedValue } from "../inventory/inventory.ts";
import type { CompiledTask, Written } from "./compiled-play.ts";
import { namesIn } from "./expression.ts";
import { secretRead } from "./secret-read.ts";
import type { Site } from "./site.ts";
import { ExpressionError } from "./text-error.ts";

/** The values that a variable may have, one per place that sets it; none where it is not a user's. */
export type VariableLookUp = (name: string) => readonly SourcedValue[];

/** What of a task is shown, or seen by others on the host. */
type TaskTexts = Pick<
  CompiledTask,
  "name" | "nameLocation" | "module" | "args" | "places" | "location" | "loop" | "vars"
>;

const commandHint =
  'give it by "environment" or "stdin"; or write it to a file first: copy with content and mode: "0600"';
const shownHint = "leave it out; {{#if x}}…{{/if}} tells whether there is one";

/** Arguments that are paths on the host. */
const pathArguments = ["path", "dest"];

/** Arguments by module: what happens to them, and what to do instead. */
const exposed: Readonly<Record<string, readonly string[]>> = {
  command: ["cmd", "argv"],
  shell: ["cmd"],
  debug: ["msg", "var"],
  assert: ["fail_msg", "success_msg"],
  fail: ["msg"],
};

/**
 * Every place of a task where a secret would be shown: its name, the label of its loop, what debug, assert and fail
 * say; and the arguments of commands, which everyone on the host can read. Values are found through the templates of
 * other variables. Cost: nothing but a look-up per variable that these texts read.
 */
export function checkSecrets(task: TaskTexts, lookUp: VariableLookUp): InputProblem[] {
  const isCommand = task.module === "command" || task.module === "shell";
  const { loop, vars } = task;
  const values = (name: string): readonly SourcedValue[] => {
    const own = Object.hasOwn(vars, name) ? vars[name] : undefined;
    return own ? [own] : lookUp(name);
  };
  const check = (written: Written, what: string, hint: string): InputProblem[] => {
    const found = secretRead(written.value, values, loop);
    return found === null ? [] : [{ message: `${found}, and ${what}`, location: written.location, hint }];
  };
  const ofArguments = (exposed[task.module] ?? []).flatMap((name) => {
    if (task.args[name] === undefined) return [];
    const location = task.places[name] ?? task.location;
    const value = name === "var" ? asTemplate(task.args[name]) : task.args[name];
    return isCommand
      ? check(
          { value, location },
          "the arguments of a command can be read by everyone on the host",
          commandHint,
        )
      : check({ value, location }, `"${name}" of ${task.module} is shown`, shownHint);
  });
  const ofPaths = pathArguments.flatMap((name) => {
    if (task.args[name] === undefined) return [];
    const location = task.places[name] ?? task.location;
    const what = `the names of files can be read by everyone on the host`;
    return check({ value: task.args[name], location }, what, "choose a path without it");
  });
  const label = loop?.label ? check(loop.label, "the label of a loop is shown", shownHint) : [];
  return [
    ...check({ value: task.name, location: task.nameLocation }, "the name of a task is shown", shownHint),
    ...ofArguments,
    ...ofPaths,
    ...label,
  ];
}

/** A secret in the name of a play, which is shown. */
export function checkPlayName(name: string, { source, path }: Site, lookUp: VariableLookUp): InputProblem[] {
  const found = secretRead(name, lookUp, null);
  if (found === null) return [];
  const message = `${found}, and the name of a play is shown`;
  return [{ message, location: source.locate(path), hint: shownHint }];
}

/** An expression as a template that reads the same: `a.b.c`; of a longer one all of its variables; none of a wrong one. */
function asTemplate(expression: unknown): string {
  const text = String(expression).trim();
  if (/^[\w.]+$/.test(text)) return `{{${text}}}`;
  try {
    return namesIn([text])
      .map((name) => `{{${name}}}`)
      .join("");
  } catch (error) {
    if (error instanceof ExpressionError) return "";
    throw error;
  }
}

/** The look-up for the hosts of a play: its own variables, which win, else those of its hosts. */
export function variablesOf(
  vars: Readonly<Record<string, SourcedValue>>,
  hosts: readonly string[],
  inventory: Inventory,
): VariableLookUp {
  const known = new Map<string, readonly SourcedValue[]>();
  return (name) => {
    const own = Object.hasOwn(vars, name) ? vars[name] : undefined;
    const found = known.get(name) ?? (own ? [own] : ofHosts(name, hosts, inventory));
    known.set(name, found);
    return found;
  };
}

/** Hosts that have a variable from one place share its value. */
function ofHosts(name: string, hosts: readonly string[], inventory: Inventory): SourcedValue[] {
  const byPlace = new Map<string, SourcedValue>();
  for (const host of hosts) {
    const value = inventory.hosts.get(host)?.vars[name];
    if (value) byPlace.set(`${value.location.file}:${value.location.line}:${value.location.column}`, value);
  }
  return [...byPlace.values()];
}

/** Marks of !secret in a playbook that mark no variable, and so would have no effect. */
export function straySecrets(source: YamlFile): InputProblem[] {
  return source.secrets
    .filter((path) => !isVariable(path))
    .map((path) => ({
      message: "!secret marks the value of a variable",
      location: source.locate(path),
      hint: 'set it under "vars" or in group_vars, and write {{ name }} here',
    }));
}

/** "vars" is a keyword where it stands in a play, block or task, which is an entry of a list; else an argument. */
function isVariable(path: DataPath): boolean {
  return path.some(
    (key, depth) => key === "vars" && depth < path.length - 1 && typeof path[depth - 1] === "number",
  );
}
