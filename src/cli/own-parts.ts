import { roleLoaders } from "../../roles/index.ts";
import { taskKeywords } from "../playbook/playbook-schema.ts";
import { loadProject } from "../project/load-project.ts";
import { modules, registerModules } from "../resources/index.ts";
import { RoleCatalogue } from "../role/role-catalogue.ts";

/**
 * Makes what the project in `folder` has of its own known beside what lab brings along: its modules to all that is
 * compiled later, its roles in the result. Throws InputError.
 */
export async function knownRoles(folder: string): Promise<RoleCatalogue> {
  const taken = {
    roles: new Map(Object.keys(roleLoaders).map((name) => [name, "a role of lab"])),
    modules: new Map([
      ...Object.keys(taskKeywords).map((word) => [word, "a keyword of a task"] as const),
      ...modules.flatMap(({ name, aliases = [] }) =>
        [name, ...aliases].map((one) => [one, "a module of lab"] as const),
      ),
    ]),
  };
  const own = await loadProject(folder, taken);
  registerModules(own.modules);
  return new RoleCatalogue(roleLoaders, own.roles);
}
