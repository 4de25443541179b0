import { existsSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { InputError, type InputProblem } from "../errors.ts";
import type { Module } from "../resources/module.ts";
import type { Role } from "../role/role.ts";
import { importFile } from "./import-file.ts";
import { modulesOf } from "./modules-of.ts";
import { packageRoot } from "./package-root.ts";
import { roleOf } from "./role-of.ts";
import { literally, problemAt, readSourceFile, type SourceFile } from "./source-file.ts";

/** What a project adds to what lab brings along. */
export interface ProjectParts {
  readonly roles: readonly Role[];
  readonly modules: readonly Module[];
}

/** Names that a project cannot give away again, by what has them: `"base" => "a role of lab"`. */
export interface TakenNames {
  readonly roles: ReadonlyMap<string, string>;
  readonly modules: ReadonlyMap<string, string>;
}

/**
 * Imports roles/NAME/role.ts and resources/*.ts of a project, and checks them. Throws InputError with the problems of
 * all these files. Cost: two looks at the disk where there are none; else what importing them costs.
 */
export async function loadProject(folder: string, taken: TakenNames): Promise<ProjectParts> {
  // A checkout of lab is no project: its roles are the ones that lab brings along.
  if (realpathSync(folder) === realpathSync(packageRoot)) return { roles: [], modules: [] };
  const problems: InputProblem[] = [];
  const roles = await loadAll(roleFiles(folder), problems, async ({ path, name }) => {
    const source = readSourceFile(path);
    const role = roleOf(await importFile(path), name, source);
    refuseTaken([role.name], "role", taken.roles, source);
    return [role];
  });
  const names = new Map(taken.modules);
  const modules = await loadAll(moduleFiles(folder), problems, async ({ path }) => {
    const source = readSourceFile(path);
    const found = modulesOf(await importFile(path), source);
    for (const { name, aliases = [] } of found) {
      refuseTaken([name, ...aliases], "module", names, source);
      for (const one of [name, ...aliases]) names.set(one, `a module of ${source.file}`);
    }
    return found;
  });
  if (problems.length > 0) throw new InputError(problems);
  return { roles, modules };
}

interface PartFile {
  readonly path: string;
  readonly name: string;
}

function roleFiles(folder: string): PartFile[] {
  return namesIn(join(folder, "roles"))
    .map((name) => ({ name, path: join(folder, "roles", name, "role.ts") }))
    .filter(({ path }) => existsSync(path));
}

function moduleFiles(folder: string): PartFile[] {
  return namesIn(join(folder, "resources"))
    .filter((file) => file.endsWith(".ts") && !/\.(test|d)\.ts$/.test(file))
    .map((file) => ({ name: file.slice(0, -3), path: join(folder, "resources", file) }));
}

function namesIn(folder: string): string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

/** One after the other, so that messages and names come in the same order each time. */
async function loadAll<Part>(
  files: readonly PartFile[],
  problems: InputProblem[],
  load: (file: PartFile) => Promise<readonly Part[]>,
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const file of files) {
    try {
      parts.push(...(await load(file)));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
    }
  }
  return parts;
}

function refuseTaken(
  names: readonly string[],
  kind: "role" | "module",
  taken: ReadonlyMap<string, string>,
  source: SourceFile,
): void {
  const problems = names.flatMap((name) => {
    const owner = taken.get(name);
    if (owner === undefined) return [];
    const message = `the ${kind} cannot be called "${name}": that is ${owner}`;
    const hint = kind === "role" ? "give its folder and the role another name" : "give it another name";
    return [problemAt(source, [literally(`"${name}"`)], message, hint)];
  });
  if (problems.length > 0) throw new InputError(problems);
}
