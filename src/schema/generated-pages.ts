import { indexPage } from "./index-page.ts";
import { modulePage } from "./module-page.ts";
import type { Vocabulary } from "./playbook-editor-schema.ts";
import { rolePage } from "./role-page.ts";

const moduleLead =
  "What a task can ask of a host. Each of these names is the key of a task: `- package: { name: curl }`. Ansible's longer names (`ansible.builtin.package`) are understood.";
const roleLead = "What lab brings along. A role stands under `roles` of a play, or in a task `include_role`.";

/** The pages that are wholly made from the definitions, by their paths below docs/. */
export function generatedPages({ modules, roles }: Vocabulary): ReadonlyMap<string, string> {
  return new Map([
    ["modules/README.md", indexPage("Modules", moduleLead, modules)],
    ...modules.map((module): [string, string] => [`modules/${module.name}.md`, modulePage(module)]),
    ["roles/README.md", indexPage("Roles", roleLead, roles)],
    ...roles.map((role): [string, string] => [`roles/${role.name}.md`, rolePage(role)]),
  ]);
}
