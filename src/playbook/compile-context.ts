import type { YamlFile } from "../input/yaml-file.ts";
import type { Inventory, SourcedValue } from "../inventory/inventory.ts";
import type { Roles } from "../role/role-catalogue.ts";
import type { Assets } from "./assets.ts";

/** What a playbook is compiled against. */
export interface CompileContext {
  readonly inventory: Inventory;
  readonly roles: Roles;
  /** Host pattern of --limit; null for all. */
  readonly limit: string | null;
  /** Variables of -e, which win over all others. */
  readonly extraVars: Readonly<Record<string, SourcedValue>>;
  /** What was answered to prompts, by the name of the variable. */
  readonly answers: ReadonlyMap<string, SourcedValue>;
  /** Reads a file that a playbook names. Throws InputError; of a file that is not there, one without a place. */
  readonly readFile: (path: string) => YamlFile;
  /** The files and templates that the tasks of a playbook may name. */
  readonly assetsOf: (playbookFile: string) => Assets;
}
