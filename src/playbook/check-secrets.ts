import type { InputProblem } from "../errors.ts";
import type { DataPath } from "../input/data-path.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import type { CompiledTask, Written } from "./compiled-play.ts";
import { namesIn } from "./expression.ts";
import { secretRead } from "./secret-read.ts";
import type { Site } from "./site.ts";
import { ExpressionError } from "./text-error.ts";
import type { VariableLookUp } from "./variable-look-up.ts";

/** What of a task is shown, or seen by others on the host. */
type TaskTexts = Pick<
  CompiledTask,
  "name" | "nameLocation" | "module" | "args" | "places" | "location" | "loop" | "vars"
>;

/** Why a text must hold no secret, and what to do instead. */
interface Exposure {
  readonly what: string;
  readonly hint: string;
}

const toEveryone = "can be read by everyone on the host";
const ofCommand: Exposure = {
  what: `the arguments of a command ${toEveryone}`,
  hint: 'give it by "environment" or "stdin"; or write it to a file first: copy with content and mode: "0600"',
};
const ofPath: Exposure = { what: `the names of files ${toEveryone}`, hint: "choose a path without it" };

function shown(what: string): Exposure {
  return { what: `${what} is shown`, hint: "leave it out; {{#if x}}…{{/if}} tells whether there is one" };
}

/** Arguments that are seen, by module. */
const exposed: Readonly<Record<string, readonly string[]>> = {
  command: ["cmd", "argv"],
  shell: ["cmd"],
  debug: ["msg", "var"],
  assert: ["fail_msg", "success_msg"],
  fail: ["msg"],
};

/**
 * Every place of a task where a secret would be shown: its name, the label of its loop, what debug, assert and fail
 * say; and what everyone on the host can read, as the arguments of commands and the names of files. Values are found
 * through the templates of other variables. Cost: nothing but a look-up per variable that these texts read.
 */
export function checkSecrets(task: TaskTexts, lookUp: VariableLookUp): InputProblem[] {
  const { loop, vars } = task;
  const values: VariableLookUp = (name) => {
    const own = Object.hasOwn(vars, name) ? vars[name] : undefined;
    return own ? [own] : lookUp(name);
  };
  return exposedTexts(task).flatMap(([{ value, location }, { what, hint }]) => {
    const found = secretRead(value, values, loop);
    return found === null ? [] : [{ message: `${found}, and ${what}`, location, hint }];
  });
}

function exposedTexts(task: TaskTexts): (readonly [Written, Exposure])[] {
  const { name, nameLocation, module, args, places, location, loop } = task;
  const isCommand = module === "command" || module === "shell";
  const argument = (key: string, exposure: Exposure): (readonly [Written, Exposure])[] => {
    const value = key === "var" ? asTemplate(args[key]) : args[key];
    return args[key] === undefined ? [] : [[{ value, location: places[key] ?? location }, exposure]];
  };
  return [
    [{ value: name, location: nameLocation }, shown("the name of a task")],
    ...(exposed[module] ?? []).flatMap((key) =>
      argument(key, isCommand ? ofCommand : shown(`"${key}" of ${module}`)),
    ),
    ...["path", "dest"].flatMap((key) => argument(key, ofPath)),
    ...(loop?.label ? [[loop.label, shown("the label of a loop")] as const] : []),
  ];
}

/** A secret in the name of a play, which is shown. */
export function checkPlayName(name: string, { source, path }: Site, lookUp: VariableLookUp): InputProblem[] {
  const found = secretRead(name, lookUp, null);
  if (found === null) return [];
  const { what, hint } = shown("the name of a play");
  return [{ message: `${found}, and ${what}`, location: source.locate(path), hint }];
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
