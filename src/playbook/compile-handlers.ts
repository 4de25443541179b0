import type { InputProblem } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { isMapping } from "../input/mapping.ts";
import { compileImport } from "./compile-import.ts";
import { noMapping, noting } from "./compile-steps.ts";
import { compileTask } from "./compile-task.ts";
import type { CompiledHandler } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { notSupported } from "./not-supported.ts";
import { handlerKeywords } from "./playbook-schema.ts";
import { type Site, within } from "./site.ts";
import type { CompileList, HandedDown, Results, StepContext, StepList } from "./step-context.ts";
import { findWord } from "./task-module.ts";
import { withResults } from "./with-results.ts";
import { asList, listOf } from "./written-values.ts";

/** Compiles the handlers of a play: each has a name of its own, or something to listen to, by which tasks notify it. */
export function compileHandlers(
  written: unknown,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
): StepList<CompiledHandler> {
  const seen = new Set<string>();
  const compileList: CompileList<CompiledHandler> = (list, at, given, around, inner) => {
    const steps: CompiledHandler[] = [];
    let known = given;
    let results: Results = {};
    for (const [index, entry] of listOf(list).entries()) {
      const compiled = compileEntry(entry, within(at, index), known, around, inner, seen, compileList);
      steps.push(...compiled.steps);
      known = withResults(known, compiled.results);
      results = { ...results, ...compiled.results };
    }
    return { steps, results };
  };
  return compileList(written, site, names, outer, context);
}

function compileEntry(
  written: unknown,
  site: Site,
  names: KnownNames,
  outer: HandedDown,
  context: StepContext,
  seen: Set<string>,
  compileList: CompileList<CompiledHandler>,
): StepList<CompiledHandler> {
  const nothing = { steps: [], results: {} };
  const { problems } = context;
  if (!isMapping(written)) {
    problems.push(noMapping(site));
    return nothing;
  }
  const imported = findWord(written, ["import_tasks", "include_tasks"]);
  if (imported) return compileImport(written, imported, site, names, outer, context, compileList);
  if (findWord(written, ["block", "rescue", "always", "meta", "include_role", "import_role"])) {
    problems.push(...notSupported(written, "handler", site));
    return nothing;
  }
  return noting(context, () => {
    problems.push(
      ...checkName(written, site, seen),
      ...checkSchema(listenSchema, written, site.source, site.path, "handler"),
    );
    const { listen, ...task } = written;
    const compiled = compileTask(task, site, names, outer, context, "handler");
    const steps = compiled.task === null ? [] : [{ ...compiled.task, listen: asList(listen) }];
    return { steps, results: compiled.results };
  });
}

const listenSchema = { type: "object", properties: { listen: handlerKeywords.listen } };

function checkName(
  { name, listen }: Readonly<Record<string, unknown>>,
  { source, path }: Site,
  seen: Set<string>,
): InputProblem[] {
  if (typeof name !== "string") {
    if (listen !== undefined) return [];
    const hint = "tasks notify it by its name";
    return [{ message: 'a handler needs a "name"', location: source.locate(path), hint }];
  }
  if (!seen.has(name)) {
    seen.add(name);
    return [];
  }
  const hint = "rename one of them, and notify both; or give both the same listen";
  return [{ message: `two handlers are called "${name}"`, location: source.locate([...path, "name"]), hint }];
}
