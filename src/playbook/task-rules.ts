import type { InputProblem } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import type { Module } from "../resources/module.ts";
import type { RunAs, TaskSettings } from "./compiled-play.ts";
import type { Site } from "./site.ts";

type TaskSource = Readonly<Record<string, unknown>>;

/** How a task within runs as root all the same. */
export function asRoot({ kind }: RunAs): string {
  return kind === "login" ? "write become: true" : "write become_user: root";
}

/** What a module cannot do, whether the task itself asks for it or it is handed down. `key` is the module as written. */
export function checkTaskRules(
  task: TaskSource,
  key: string,
  module: Module,
  settings: TaskSettings,
  site: Site,
): InputProblem[] {
  const { source, path } = site;
  if (module.runsCommand) return checkGuard(task, key, settings, site);
  // Whom what only looks runs as makes no difference, and it runs in a check anyway.
  const isHarmless = module.changesNothing === true;
  /** The word itself where the task says it; the module where it is handed down. */
  const placeOf = (...words: string[]) =>
    source.locateKey([...path, words.find((word) => task[word] !== undefined) ?? key]);
  const problems: InputProblem[] = [];
  if (settings.runAs.kind !== "root" && !isHarmless) {
    const word = settings.runAs.kind === "login" ? "become: false" : "become_user";
    problems.push({
      message: `the module "${key}" does its work as root, and "${word}" holds here`,
      location: placeOf("become", "become_user"),
      hint: `it is for command and shell; ${asRoot(settings.runAs)} beside it, and set owner and group where there are such arguments`,
    });
  }
  if (settings.checkMode === false && !isHarmless) {
    problems.push({
      message: `the module "${key}" changes things, and "check_mode: false" holds here`,
      location: placeOf("check_mode"),
      hint: "check_mode: false is for command and shell that only read; others are planned in a check anyway",
    });
  }
  if (task.async !== undefined) {
    problems.push({
      message: `the module "${key}" cannot run in the background`,
      location: placeOf("async"),
      hint: "async is for command and shell; timeout bounds how long a change may take",
    });
  }
  return problems;
}

/** What is to be taken back by the host needs a way back, and an end that is waited for. */
function checkGuard(
  task: TaskSource,
  key: string,
  { guardSeconds }: TaskSettings,
  { source, path }: Site,
): InputProblem[] {
  if (guardSeconds === null) return [];
  const written = isMapping(task[key]) ? task[key] : {};
  const location = source.locateKey([...path, task.guarded === undefined ? key : "guarded"]);
  if (task.async !== undefined) {
    return [{ message: '"guarded" cannot stand beside "async"', location, hint: "leave one of them out" }];
  }
  if ("undo" in written) return [];
  const hint = `write the script that takes it back: ${key}: { cmd: …, undo: … }`;
  return [{ message: `"guarded" holds here, and the ${key} has no "undo"`, location, hint }];
}
