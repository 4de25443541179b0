import { existsSync, readdirSync, statSync } from "node:fs";
import { dirname, join, relative, resolve } from "node:path";
import { InputError } from "../errors.ts";
import { nearest } from "../input/suggest.ts";

/** The folder of lab's own files: playbooks/, templates/, package.json. */
export const packageRoot = rootAbove(import.meta.dirname);

function rootAbove(folder: string): string {
  return existsSync(join(folder, "package.json")) ? folder : rootAbove(dirname(folder));
}

/** The playbook that a user names: a path, or a bare name that is looked up in playbooks/. Throws InputError. */
export function findPlaybook(name: string): string {
  const names = suffix.test(name) ? [name] : [`${name}.yaml`, `${name}.yml`];
  const folders = [".", "playbooks", join(packageRoot, "playbooks")];
  const candidates = folders.flatMap((folder) => names.map((file) => resolve(folder, file)));
  const found = candidates.find((path) => statSync(path, { throwIfNoEntry: false })?.isFile());
  if (found) return relative(process.cwd(), found);
  const near = nearest(name, folders.flatMap(playbooksIn));
  throw new InputError({
    message: `there is no playbook "${name}"`,
    hint: near === null ? `looked for ${[...new Set(candidates)].join(", ")}` : `did you mean "${near}"?`,
  });
}

const suffix = /\.ya?ml$/;

/** The names by which the playbooks of a folder can be called. */
function playbooksIn(folder: string): string[] {
  if (folder === "." || !existsSync(folder)) return [];
  return readdirSync(folder).flatMap((file) => (suffix.test(file) ? [file.replace(suffix, "")] : []));
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
        : "check the path of -i",
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
