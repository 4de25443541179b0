import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, parse } from "node:path";
import { InputError, type InputProblem } from "../errors.ts";
import { parseYamlFile, type YamlFile } from "../input/yaml-file.ts";

/** One file of group_vars/ or host_vars/, parsed, and the group or host that it speaks of. */
export interface VariablesFile {
  readonly kind: "group" | "host";
  /** Of the group or host. */
  readonly name: string;
  readonly source: YamlFile;
}

/** What group_vars/ and host_vars/ hold, in the order in which later files win. */
export interface VariablesFiles {
  readonly files: readonly VariablesFile[];
  readonly problems: readonly InputProblem[];
  readonly warnings: readonly InputProblem[];
}

const suffixes = new Set([".yaml", ".yml", ".json"]);

/**
 * Reads group_vars/ and host_vars/ in `directory`: NAME.yaml, .yml or .json, then all such files in NAME/, sorted.
 * Hidden files and backups of editors are passed over; other files give a warning, because nothing reads them.
 */
export function readVariablesFiles(directory: string): VariablesFiles {
  const files: VariablesFile[] = [];
  const problems: InputProblem[] = [];
  const warnings: InputProblem[] = [];
  const read = (kind: "group" | "host", name: string, path: string): void => {
    try {
      const source = parseYamlFile(path, readFileSync(path, "utf8"));
      const mapping =
        source.data === null || (typeof source.data === "object" && !Array.isArray(source.data));
      if (mapping) files.push({ kind, name, source });
      else
        problems.push({
          message: "variables must be a mapping of names to values",
          location: source.locate([]),
        });
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  };
  for (const kind of ["group", "host"] as const) {
    for (const entry of entriesOf(join(directory, `${kind}_vars`))) {
      const inner = entry.directory ? entriesOf(entry.path) : [entry];
      for (const file of inner) {
        const { ext, name, base } = parse(file.path);
        if (!file.directory && suffixes.has(ext)) read(kind, entry.directory ? entry.name : name, file.path);
        else {
          const hint = file.directory
            ? "move its files one level up"
            : `call it "${base}.yaml" if it holds variables`;
          warnings.push({ message: `${file.path} is not read`, hint });
        }
      }
    }
  }
  return { files, problems, warnings };
}

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly directory: boolean;
}

/** Files before directories, each sorted by name; none when there is no such directory. */
function entriesOf(directory: string): Entry[] {
  if (!statSync(directory, { throwIfNoEntry: false })?.isDirectory()) return [];
  return readdirSync(directory)
    .filter((name) => !/^\.|~$|\.(bak|swp|orig)$|^README/i.test(name))
    .toSorted()
    .map((name) => ({ name, path: join(directory, name) }))
    .map((entry) => ({ ...entry, directory: statSync(entry.path).isDirectory() }))
    .toSorted((a, b) => Number(a.directory) - Number(b.directory));
}
