import type { Inventory } from "../inventory/inventory.ts";
import { magicSchemas } from "../playbook/magic-variables.ts";
import { loopControl, playKeywords, promptEntry, taskKeywords } from "../playbook/playbook-schema.ts";
import { resultSchema } from "../playbook/result-schema.ts";
import { commonKeywords, narrowKeywords, settingKeywords } from "../playbook/setting-keywords.ts";
import { templateHelpers } from "../playbook/template-helpers.ts";
import { withSection } from "./generated-section.ts";
import type { JsonSchema } from "./json-schema.ts";
import { keywordTable } from "./keyword-table.ts";
import { code, markdownTable } from "./markdown.ts";
import { unsupportedTable } from "./unsupported-table.ts";
import { valueTable } from "./value-table.ts";

/** Parts of a page, by the names of their sections. */
type Sections = Readonly<Record<string, string>>;

const handedDown = { ...commonKeywords, ...settingKeywords, ...narrowKeywords };

/** The pages below docs/ that are made from the definitions in part, each with what fills it in. */
export function generatedSections(): ReadonlyMap<string, (page: string) => string> {
  const fill = (sections: Sections) => (page: string) =>
    Object.entries(sections).reduce((text, [name, part]) => withSection(text, name, part), page);
  return new Map(Object.entries(pages()).map(([page, sections]) => [page, fill(sections)]));
}

function pages(): Readonly<Record<string, Sections>> {
  return {
    "playbooks.md": {
      "words of a play": keywordTable(without(playKeywords, handedDown)),
      "words of a task": keywordTable(without(taskKeywords, handedDown)),
      "words of both": keywordTable(handedDown),
      "words of a loop": keywordTable(loopControl.properties),
      "words of a prompt": keywordTable(promptEntry.properties),
    },
    "results.md": { "fields of a result": valueTable(resultSchema({}, false).properties ?? {}) },
    "variables.md": { "variables of every host": valueTable(magicSchemas(emptyInventory)) },
    "templates.md": { helpers: helperTable() },
    "ansible.md": { "words that are left out": unsupportedTable() },
  };
}

/** Which groups and hosts there are is a matter of each inventory. */
const emptyInventory: Inventory = {
  file: "",
  hosts: new Map(),
  groups: new Map(),
  clusters: new Map(),
  warnings: [],
};

function without(words: Readonly<Record<string, JsonSchema>>, others: object): Record<string, JsonSchema> {
  return Object.fromEntries(Object.entries(words).filter(([word]) => !(word in others)));
}

function helperTable(): string {
  const rows = Object.entries(templateHelpers).map(([name, { summary }]) => [code(name), summary]);
  return markdownTable(["helper", "gives"], rows);
}
