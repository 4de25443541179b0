import { loadRoles } from "../../../roles/index.ts";
import { InputError, type InputProblem } from "../../../src/errors.ts";
import { parseYamlFile, type YamlFile } from "../../../src/input/yaml-file.ts";
import type { InventoryHost } from "../../../src/inventory/inventory.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";
import { Assets } from "../../../src/playbook/assets.ts";
import type { CompileContext } from "../../../src/playbook/compile-context.ts";
import { compilePlaybook } from "../../../src/playbook/compile-playbook.ts";
import type { CompiledPlaybook } from "../../../src/playbook/compiled-play.ts";
import { hostPlay } from "../../../src/playbook/host-play.ts";
import type { HostPlay } from "../../../src/playbook/host-task.ts";
import { tagSelection } from "../../../src/playbook/tag-selection.ts";
import type { Role } from "../../../src/role/role.ts";

const ownRoles = await loadRoles();

/** Three hosts: cp1, w1 and w2. */
export const inventory = loadInventory("test/fixtures/validate/clusters.json");
export const location = { file: "p.yaml", line: 1, column: 1, length: 1, text: "" };

const folders = {
  file: ["test/fixtures/wrong/playbook"],
  template: ["test/fixtures/wrong/playbook/templates"],
};
export const assets = new Assets(folders);

/** Options of `compile`: `files` are those that the playbook p.yaml names, by their paths. */
export type CompileOptions = Partial<CompileContext> & { readonly files?: Readonly<Record<string, string>> };

export function compile(yaml: string, { files = {}, ...options }: CompileOptions = {}): CompiledPlaybook {
  return compilePlaybook(parseYamlFile("p.yaml", yaml), {
    inventory,
    limit: null,
    extraVars: {},
    answers: new Map(),
    roles: rolesOf(ownRoles),
    readFile: (path) => fileAmong(files, path),
    assetsOf: () => assets,
    ...options,
  });
}

function fileAmong(files: Readonly<Record<string, string>>, path: string): YamlFile {
  const text = files[path];
  if (text === undefined) throw new InputError({ message: `there is no file "${path}"` });
  return parseYamlFile(path, text);
}

/** What is wrong with a playbook, as "file:line:column message (hint)"; in the order in which it is found. */
export function problemsOf(yaml: string, options: CompileOptions = {}): string[] {
  try {
    compile(yaml, options);
    return [];
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(shown);
  }
}

function shown({ message, location, hint = "" }: InputProblem): string {
  const place = location ? `${location.file}:${location.line}:${location.column} ` : "";
  return `${place}${message}${hint === "" ? "" : ` (${hint})`}`;
}

export function rolesOf(roles: readonly Role[]): ReadonlyMap<string, Role> {
  return new Map(roles.map((role) => [role.name, role]));
}

/** What the first play of a playbook does on one host. */
export function playOn(
  name: string,
  yaml: string,
  { tags = [], skipTags = [], ...options }: CompileOptions & { tags?: string[]; skipTags?: string[] } = {},
): HostPlay {
  const [play] = compile(yaml, options).plays;
  if (!play) throw new Error("no play");
  const roles = options.roles ?? rolesOf(ownRoles);
  const isSelected = tagSelection(tags, skipTags);
  return hostPlay(play, hostOf(name), { inventory, roles, assetsOf: () => assets, isSelected });
}

export function hostOf(name: string): InventoryHost {
  const host = inventory.hosts.get(name);
  if (!host) throw new Error(`no host ${name}`);
  return host;
}
