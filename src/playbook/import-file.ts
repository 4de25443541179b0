import { dirname, join, resolve } from "node:path";
import { InputError, type InputProblem, type Location } from "../errors.ts";
import type { YamlFile } from "../input/yaml-file.ts";

/** Path of a file that another file names, which is relative to the folder of that file. */
export function pathFrom(file: string, named: string): string {
  return named.startsWith("/") ? named : join(dirname(file), named);
}

/**
 * Reads a file that is imported at `location`, where a missing file and a circle of imports are told; what is wrong
 * within the file stands at its own place. `files` are those whose imports led here. Null where there is a problem.
 */
export function importFile(
  path: string,
  location: Location,
  files: readonly string[],
  readFile: (path: string) => YamlFile,
  problems: InputProblem[],
): YamlFile | null {
  const start = files.findIndex((file) => resolve(file) === resolve(path));
  if (start >= 0) {
    const circle = [...files.slice(start), path].join(" → ");
    const hint = "leave out one of these imports";
    problems.push({ message: `files import each other in a circle: ${circle}`, location, hint });
    return null;
  }
  try {
    return readFile(path);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(
      ...error.problems.map((problem) => ({ ...problem, location: problem.location ?? location })),
    );
    return null;
  }
}

/** Whether a file could not be read because it is not there. */
export function isMissing(error: unknown): error is InputError {
  return error instanceof InputError && error.problems.every(({ location }) => location === undefined);
}
