import type { InputProblem } from "../errors.ts";
import { compileConditions } from "./compile-conditions.ts";
import { compileAsync, compileRetry } from "./compile-retry.ts";
import type { CompiledTask, Condition } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { type Site, within } from "./site.ts";
import type { StepContext } from "./step-context.ts";
import { suggestRegister } from "./undefined-variable.ts";
import type { ValueSchema } from "./value-schema.ts";

type TaskSource = Readonly<Record<string, unknown>>;

/** How a task is judged, tried again and waited for. `result` is the form of the one round that is judged. */
export function compileVerdicts(
  task: TaskSource,
  register: string | null,
  result: ValueSchema,
  site: Site,
  names: KnownNames,
  { problems }: Pick<StepContext, "problems">,
): Pick<CompiledTask, "changedWhen" | "failedWhen" | "retry" | "async"> {
  const judged = register === null ? names : names.withVariables({ [register]: result });
  const verdict = (key: string) => compileVerdict(task, key, site, judged, problems);
  return {
    changedWhen: verdict("changed_when"),
    failedWhen: verdict("failed_when"),
    retry: compileRetry(task, verdict("until") ?? [], site, names, problems),
    async: compileAsync(task, site, names, problems),
  };
}

/** Conditions by which a task is judged; null where there are none. */
function compileVerdict(
  task: TaskSource,
  key: string,
  site: Site,
  names: KnownNames,
  problems: InputProblem[],
): Condition[] | null {
  if (task[key] === undefined) return null;
  const found: InputProblem[] = [];
  const conditions = compileConditions(task[key], within(site, key), names, found);
  problems.push(...(task.register === undefined ? found.map(suggestRegister) : found));
  return conditions;
}
