import {
  blockKeywords,
  importKeywords,
  loopControl,
  metaKeywords,
  playbookImport,
  playKeywords,
  promptEntry,
  roleEntry,
  taskKeywords,
} from "../../../src/playbook/playbook-schema.ts";

/** What each kind of mapping in a playbook may hold; modules are not among the words of a task. */
export const keywords: Readonly<Record<string, object>> = {
  play: playKeywords,
  import_playbook: playbookImport.properties,
  prompt: promptEntry.properties,
  role: roleEntry.properties,
  block: blockKeywords,
  import: importKeywords,
  meta: metaKeywords,
  task: taskKeywords,
  loop_control: loopControl.properties,
  import_tasks: importKeywords.import_tasks.anyOf[1].properties,
  include_role: importKeywords.include_role.anyOf[1].properties,
};
