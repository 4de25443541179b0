import type { InputProblem } from "../errors.ts";
import { checkTemplates } from "./check-texts.ts";
import type { Async, Condition, Retry } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { type Site, within } from "./site.ts";
import { writtenAt } from "./task-settings.ts";

type TaskSource = Readonly<Record<string, unknown>>;

/** How a task is tried again; null where it is tried once. `delay` and `backoff` alone try nothing again. */
export function compileRetry(
  task: TaskSource,
  until: readonly Condition[],
  site: Site,
  names: KnownNames,
  problems: InputProblem[],
): Retry | null {
  for (const key of ["retries", "delay"])
    problems.push(...checkTemplates(task[key], within(site, key), names));
  if (task.until === undefined && task.retries === undefined) return null;
  const location = site.source.locate(site.path);
  return {
    until,
    retries: writtenAt(task, "retries", site) ?? { value: 3, location },
    delay: writtenAt(task, "delay", site) ?? { value: 5, location },
    backoff: typeof task.backoff === "number" ? task.backoff : 1,
  };
}

/** How a command runs in the background; null where lab waits for it. */
export function compileAsync(
  task: TaskSource,
  site: Site,
  names: KnownNames,
  problems: InputProblem[],
): Async | null {
  for (const key of ["async", "poll"]) problems.push(...checkTemplates(task[key], within(site, key), names));
  const limit = writtenAt(task, "async", site);
  if (limit === null) {
    if (task.poll !== undefined) {
      const where = site.source.locateKey([...site.path, "poll"]);
      const hint = "write async: with the seconds that it may take";
      problems.push({ message: '"poll" needs "async" beside it', location: where, hint });
    }
    return null;
  }
  return {
    limit,
    poll: writtenAt(task, "poll", site) ?? { value: 10, location: limit.location },
  };
}
