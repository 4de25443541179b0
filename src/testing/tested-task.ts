import { InputError } from "../errors.ts";
import type { BuildContext } from "../resources/module.ts";
import type { RoleTask } from "../role/role.ts";
import { type PlannedResource, testResource } from "./planned-resource.ts";

/** A task as it stands on the host. */
export interface TestedTask {
  readonly name: string;
  /** Name of its module. */
  readonly module: string;
  /** False when its `when` says so. */
  readonly runs: boolean;
  /** Why it cannot be built yet; null when it can. */
  readonly waitsFor: string | null;
  readonly notify: readonly string[];
  readonly tags: readonly string[];
  /** Throws where it does not run, or waits. */
  built(): PlannedResource;
}

/** Judges a task by these answers to its facts. Throws InputError where one that it uses is missing. */
export function testedTask(
  task: RoleTask,
  answers: Readonly<Record<string, unknown>>,
  context: BuildContext,
): TestedTask {
  const facts = factsOf(task, answers);
  const when = task.when(facts);
  const args = when === true ? task.args(facts) : null;
  const waitsFor = reasonOf(when) ?? reasonOf(args);
  const { name, notify, tags } = task;
  return {
    ...{ name, notify, tags, waitsFor, module: task.module.name, runs: when !== false },
    built: () => {
      if (when === true && waitsFor === null) return testResource(task.module, args, context);
      throw new InputError({
        message: `"${name}" ${waitsFor === null ? "does not run" : `waits: ${waitsFor}`}`,
      });
    },
  };
}

/** Only what a task uses: a fact that it reads without saying so is missing on a host, too. */
function factsOf(
  task: RoleTask,
  answers: Readonly<Record<string, unknown>>,
): Readonly<Record<string, unknown>> {
  const names = Object.keys(task.uses);
  const missing = names.filter((name) => !(name in answers));
  if (missing.length === 0) return Object.fromEntries(names.map((name) => [name, answers[name]]));
  throw new InputError({
    message: `"${task.name}" uses facts that the test does not say: ${missing.join(", ")}`,
    hint: "give them in facts",
  });
}

function reasonOf(value: unknown): string | null {
  return typeof value === "object" && value !== null && "notYet" in value ? String(value.notYet) : null;
}
