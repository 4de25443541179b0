import { roles as ownRoles } from "../../../roles/index.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import type { InventoryHost } from "../../../src/inventory/inventory.ts";
import { loadInventory } from "../../../src/inventory/load-inventory.ts";
import { Assets } from "../../../src/playbook/assets.ts";
import type { CompileContext } from "../../../src/playbook/compile-play.ts";
import { compilePlaybook } from "../../../src/playbook/compile-playbook.ts";
import type { CompiledPlaybook } from "../../../src/playbook/compiled-play.ts";
import { hostPlay } from "../../../src/playbook/host-play.ts";
import type { HostPlay } from "../../../src/playbook/host-task.ts";
import { tagSelection } from "../../../src/playbook/tag-selection.ts";
import type { Role } from "../../../src/role/role.ts";

/** Three hosts: cp1, w1 and w2. */
export const inventory = loadInventory("test/fixtures/validate/clusters.json");
export const location = { file: "p.yaml", line: 1, column: 1, length: 1, text: "" };

const folders = {
  file: ["test/fixtures/wrong/playbook"],
  template: ["test/fixtures/wrong/playbook/templates"],
};
export const assets = new Assets(folders);

export function compile(yaml: string, options: Partial<CompileContext> = {}): CompiledPlaybook {
  return compilePlaybook(parseYamlFile("p.yaml", yaml), {
    inventory,
    limit: null,
    extraVars: {},
    roles: rolesOf(ownRoles),
    assets,
    ...options,
  });
}

export function rolesOf(roles: readonly Role[]): ReadonlyMap<string, Role> {
  return new Map(roles.map((role) => [role.name, role]));
}

/** What the first play of a playbook does on one host. */
export function playOn(
  name: string,
  yaml: string,
  {
    tags = [],
    skipTags = [],
    ...options
  }: Partial<CompileContext> & { tags?: string[]; skipTags?: string[] } = {},
): HostPlay {
  const [play] = compile(yaml, options).plays;
  if (!play) throw new Error("no play");
  const roles = options.roles ?? rolesOf(ownRoles);
  return hostPlay(play, hostOf(name), { inventory, roles, assets, isSelected: tagSelection(tags, skipTags) });
}

export function hostOf(name: string): InventoryHost {
  const host = inventory.hosts.get(name);
  if (!host) throw new Error(`no host ${name}`);
  return host;
}
