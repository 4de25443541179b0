import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, parse, relative, resolve } from "node:path";
import { InputError } from "../errors.ts";
import { fromHere } from "../input/from-here.ts";
import { nearest } from "../input/suggest.ts";
import { packageRoot } from "../project/package-root.ts";

/** The playbook that a user names: a path, or a bare name that is looked up in `folder`. Throws InputError. */
export function findPlaybook(name: string, folder = "playbooks"): string {
  const names = suffix.test(name) ? [name] : [`${name}.yaml`, `${name}.yml`];
  const folders = [".", folder, join(packageRoot, "playbooks")];
  const candidates = folders.flatMap((folder) => names.map((file) => resolve(folder, file)));
  const found = candidates.find(isFile);
  if (found) return relative(process.cwd(), found);
  const near = nearest(name, folders.flatMap(playbooksIn));
  throw new InputError({
    message: `there is no playbook "${name}"`,
    hint: near === null ? lookedFor(name, candidates) : `did you mean "${near}"?`,
  });
}

function lookedFor(name: string, candidates: readonly string[]): string {
  if (!suffix.test(name) && isFile(name))
    return "a file of this name is there, but a playbook ends in .yaml or .yml";
  return `looked for ${[...new Set(candidates)].map(fromHere).join(", ")}`;
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
}

const suffix = /\.ya?ml$/;

/** The names by which the playbooks of a folder can be called. */
function playbooksIn(folder: string): string[] {
  return folder === "." ? [] : playbookFiles(folder).map((file) => parse(file).name);
}

/** All playbooks of a folder, in the order of the alphabet; none where there is no such folder. */
export function playbookFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder).filter((file) => suffix.test(file));
  return files.toSorted().map((file) => join(folder, file));
}

/** The inventory file: the one that was named, else inventory/clusters.json or clusters.json. Throws InputError. */
export function findInventory(named: string | undefined): string {
  const candidates = named === undefined ? ["inventory/clusters.json", "clusters.json"] : [named];
  const found = candidates.find((path) => existsSync(path));
  if (found) return found;
  throw new InputError({
    message: named === undefined ? "there is no inventory" : `there is no inventory "${named}"`,
    hint:
      named === undefined
        ? "name one with -i FILE, or write inventory/clusters.json"
        : "check the path of -i, or of inventory in lab.yaml",
  });
}

/** Where files and templates that a playbook names are searched, in this order; see docs/files.md. */
export function assetFolders(playbook: string): Readonly<Record<"file" | "template", readonly string[]>> {
  const beside = dirname(resolve(playbook));
  return {
    file: [join(beside, "files"), beside, resolve("files")],
    template: [join(beside, "templates"), beside, resolve("templates"), join(packageRoot, "templates")],
  };
}
