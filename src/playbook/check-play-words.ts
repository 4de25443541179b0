import type { InputProblem } from "../errors.ts";
import { findModule } from "../resources/index.ts";
import { checkWords } from "./check-words.ts";
import { withoutCollection } from "./collection-name.ts";
import { blockKeywords, importKeywords, metaKeywords, playSchema, taskKeywords } from "./playbook-schema.ts";
import type { Site } from "./site.ts";

/** The keys of a play: words of Ansible that lab does not have, unknown ones, and values of a wrong form. */
export function checkPlayWords(play: Readonly<Record<string, unknown>>, site: Site): InputProblem[] {
  const task = "hosts" in play ? undefined : Object.keys(play).find(isOfTask);
  if (task === undefined) return checkWords(play, "play", playSchema, site, "the play");
  const location = site.source.locateKey([...site.path, task]);
  const hint = "a playbook is a list of plays, and a play has a list of tasks: { hosts: all, tasks: […] }";
  return [{ message: "this is a task, not a play", location, hint }];
}

const ofTasks = { ...blockKeywords, ...importKeywords, ...metaKeywords, ...taskKeywords };

/** Whether a key says that its mapping is a task: a module, or a word that no play has. */
function isOfTask(key: string): boolean {
  const word = withoutCollection(key);
  if (Object.hasOwn(playSchema.properties, word)) return false;
  return findModule(word) !== undefined || (word !== "when" && Object.hasOwn(ofTasks, word));
}
