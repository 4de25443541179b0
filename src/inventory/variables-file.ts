import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, parse } from "node:path";
import { InputError, type InputProblem } from "../errors.ts";
import { isMapping } from "../input/mapping.ts";
import { parseBytes } from "../input/parse-bytes.ts";
import type { SecretSource } from "../input/secret-source.ts";
import type { YamlFile } from "../input/yaml-file.ts";

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
export function readVariablesFiles(directory: string, secrets: SecretSource): VariablesFiles {
  const files: VariablesFile[] = [];
  const problems: InputProblem[] = [];
  const warnings: InputProblem[] = [];
  for (const kind of ["group", "host"] as const) {
    for (const entry of entriesOf(join(directory, `${kind}_vars`))) {
      for (const file of entry.directory ? entriesOf(entry.path) : [entry]) {
        const { ext, name } = parse(file.path);
        if (file.directory || !suffixes.has(ext)) {
          warnings.push(unread(file));
          continue;
        }
        const read = readMapping(file.path, secrets);
        if ("problems" in read) problems.push(...read.problems);
        else files.push({ kind, name: entry.directory ? entry.name : name, source: read.source });
      }
    }
  }
  return { files, problems, warnings };
}

type ReadMapping = { readonly source: YamlFile } | { readonly problems: readonly InputProblem[] };

function readMapping(path: string, secrets: SecretSource): ReadMapping {
  try {
    const source = parseBytes(path, readFileSync(path), secrets);
    if (source.data === null || isMapping(source.data)) return { source };
    const message = "variables must be a mapping of names to values";
    return { problems: [{ message, location: source.locate([]) }] };
  } catch (error) {
    if (error instanceof InputError) return { problems: error.problems };
    return {
      problems: [{ message: `cannot read ${path}: ${error instanceof Error ? error.message : error}` }],
    };
  }
}

function unread(entry: Entry): InputProblem {
  const hint = entry.directory
    ? "move its files one level up"
    : `call it "${entry.name}.yaml" if it holds variables`;
  return { message: `${entry.path} is not read`, hint };
}

interface Entry {
  readonly name: string;
  readonly path: string;
  readonly directory: boolean;
}

/** Files before directories, each sorted by name; none when there is no such directory. */
function entriesOf(directory: string): Entry[] {
  if (!isDirectory(directory)) return [];
  return readdirSync(directory)
    .filter((name) => !/^\.|~$|\.(bak|swp|orig)$|^README/i.test(name))
    .toSorted()
    .map((name) => ({ name, path: join(directory, name) }))
    .map((entry) => ({ ...entry, directory: isDirectory(entry.path) }))
    .toSorted((a, b) => Number(a.directory) - Number(b.directory));
}

/** Follows links; a link that leads nowhere is none. */
function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
