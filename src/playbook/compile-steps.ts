import { isMapping } from "../input/mapping.ts";
import { compileBlock, isBlock } from "./compile-block.ts";
import { compileImport } from "./compile-import.ts";
import { compileMeta } from "./compile-meta.ts";
import { compileIncludedRole, compileRole } from "./compile-role.ts";
import { compileTask } from "./compile-task.ts";
import type { CompiledStep } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { type Site, within } from "./site.ts";
import type { CompileList, HandedDown, Results, StepContext, StepList } from "./step-context.ts";
import { findWord } from "./task-module.ts";
import { withResults } from "./with-results.ts";
import { listOf } from "./written-values.ts";

/** Compiles a play's pre_tasks, roles, tasks and post_tasks, in this order. */
export function compileSteps(
  play: Readonly<Record<string, unknown>>,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
): StepList {
  const steps: CompiledStep[] = [];
  let results: Results = {};
  const add = (key: string): void => {
    const list = compileList(play[key], within(site, key), withResults(names, results), outer, context);
    steps.push(...list.steps);
    results = { ...results, ...list.results };
  };
  add("pre_tasks");
  const known = withResults(names, results);
  for (const [index, entry] of listOf(play.roles).entries()) {
    const compile = () =>
      withRollback(isMapping(entry) ? entry : {}, context, () =>
        single(compileRole(entry, within(site, "roles", index), known, outer, context)),
      );
    steps.push(...noting(context, compile).steps);
  }
  add("tasks");
  add("post_tasks");
  return { steps, results };
}

/** Compiles a list of tasks; a variable that one sets is known to those after it. */
export const compileList: CompileList = (written, site, names, outer, context) => {
  const steps: CompiledStep[] = [];
  let known = names;
  let results: Results = {};
  for (const [index, entry] of listOf(written).entries()) {
    const list = compileEntry(entry, within(site, index), known, outer, context);
    steps.push(...list.steps);
    known = withResults(known, list.results);
    results = { ...results, ...list.results };
  }
  return { steps, results };
};

function compileEntry(
  written: unknown,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
): StepList {
  if (!isMapping(written)) {
    context.problems.push(noMapping(site));
    return { steps: [], results: {} };
  }
  if (isBlock(written)) return compileBlock(written, site, names, outer, context, compileList);
  const imported = findWord(written, ["import_tasks", "include_tasks"]);
  if (imported) {
    return withRollback(written, context, () =>
      compileImport(written, imported, site, names, outer, context, compileList),
    );
  }
  return noting(context, () => compileLeaf(written, site, names, outer, context));
}

/** Compiles steps, and notes them where something is wrong with them. */
export function noting<Step extends CompiledStep>(
  { problems, unsound }: StepContext,
  compile: () => StepList<Step>,
): StepList<Step> {
  const before = problems.length;
  const list = compile();
  if (problems.length > before) for (const step of list.steps) unsound.add(step);
  return list;
}

function compileLeaf(
  written: Readonly<Record<string, unknown>>,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
): StepList {
  const role = findWord(written, ["include_role", "import_role"]);
  if (role)
    return withRollback(written, context, () =>
      single(compileIncludedRole(written, role, site, names, outer, context)),
    );
  const meta = findWord(written, ["meta"]);
  if (meta) return single(compileMeta(written, meta, site, names, outer, context));
  const compiled = compileTask(written, site, names, outer, context);
  return { ...single(compiled.task), results: compiled.results };
}

/** What an entry with `rollback: true` stands for is a block of its own. */
function withRollback(
  { rollback }: Readonly<Record<string, unknown>>,
  context: StepContext,
  compile: () => StepList,
): StepList {
  if (rollback !== true) return compile();
  const position = context.nextPosition();
  const list = compile();
  const [first] = list.steps;
  if (!first) return list;
  const parts = { steps: list.steps, rescue: [], always: [], rollback } as const;
  return { ...list, steps: [{ kind: "block", position, ...parts, location: first.location }] };
}

/** What to say of an entry of a list of tasks that is no mapping. */
export function noMapping({ source, path }: Site) {
  const hint = "a task looks like: { name: Install curl, package: { name: curl } }";
  return { message: "a task is a mapping", location: source.locate(path), hint };
}

function single(step: CompiledStep | null): StepList {
  return { steps: one(step), results: {} };
}

function one<T>(value: T | null): T[] {
  return value === null ? [] : [value];
}
