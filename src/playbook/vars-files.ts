import type { InputProblem, Location } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { isMapping } from "../input/mapping.ts";
import type { YamlFile } from "../input/yaml-file.ts";
import { importFile, isMissing, pathFrom } from "./import-file.ts";
import { type EarlyVariables, noValue, renderEarly } from "./render-early.ts";
import { type Site, within } from "./site.ts";
import { listOf } from "./written-values.ts";

/** The files of variables that a play names, as far as they can be read. */
export interface VarsFiles {
  readonly files: readonly YamlFile[];
  /** Not when a file is wrong, or its name waits for an answer: then there may be more variables than are known. */
  readonly isComplete: boolean;
}

/** Reads the files of a play's `vars_files`, which are relative to its own; of an inner list the first that exists. */
export function readVarsFiles(
  written: unknown,
  site: Site,
  early: EarlyVariables,
  readFile: (path: string) => YamlFile,
  problems: InputProblem[],
): VarsFiles {
  const entries = listOf(written);
  const files = entries.flatMap((entry, index) => {
    const at = within(site, index);
    const choices = Array.isArray(entry)
      ? entry.map((choice: unknown, number) => pathOf(choice, within(at, number), early, problems))
      : [pathOf(entry, at, early, problems)];
    const paths = choices.filter((path) => path !== null);
    if (paths.length < choices.length || paths.length === 0) return [];
    const location = at.source.locate(at.path);
    const file =
      paths.length === 1
        ? importFile(paths[0] ?? "", location, [], readFile, problems)
        : firstOf(paths, location, readFile, problems);
    return file !== null && isOfVariables(file, problems) ? [file] : [];
  });
  return { files, isComplete: files.length === entries.length };
}

function pathOf(
  written: unknown,
  site: Site,
  early: EarlyVariables,
  problems: InputProblem[],
): string | null {
  if (typeof written !== "string") return null;
  const path = renderEarly(written, site, early, problems);
  return path === noValue ? null : pathFrom(site.source.file, asText(path));
}

function firstOf(
  paths: readonly string[],
  location: Location,
  readFile: (path: string) => YamlFile,
  problems: InputProblem[],
): YamlFile | null {
  const found = paths.find((path) => {
    try {
      readFile(path);
      return true;
    } catch (error) {
      return !isMissing(error);
    }
  });
  if (found !== undefined) return importFile(found, location, [], readFile, problems);
  const hint = "write one of them, or add one that is always there";
  problems.push({ message: `none of these files exists: ${paths.join(", ")}`, location, hint });
  return null;
}

function isOfVariables(file: YamlFile, problems: InputProblem[]): boolean {
  if (file.data === null || isMapping(file.data)) return true;
  const hint = "write name: value";
  problems.push({ message: "a file of variables is a mapping", location: file.locate([]), hint });
  return false;
}
