import { InputError, type InputProblem } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import { isMissing, pathFrom } from "./import-file.ts";
import type { Site } from "./site.ts";
import type { StepContext } from "./step-context.ts";

/** Says that there is no such role; of a folder of Ansible's kind, how its tasks can be used. */
export function unknownRole(
  name: string,
  { source, path }: Site,
  { roles, file, readFile }: StepContext,
): InputProblem {
  const tasks = ["main.yml", "main.yaml"].map((main) => `roles/${name}/tasks/${main}`);
  const found = /^[\w.-]+$/.test(name) && tasks.find((task) => exists(pathFrom(file, task), readFile));
  return {
    message: `there is no role "${name}"`,
    location: source.locate(path),
    hint: found
      ? `a role has a role.ts here; these tasks can be had with import_tasks: ${found}`
      : suggestion(name, roles.keys()),
  };
}

function exists(path: string, readFile: StepContext["readFile"]): boolean {
  try {
    readFile(path);
    return true;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return !isMissing(error);
  }
}
