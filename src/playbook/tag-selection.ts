import type { InputProblem } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";

/** Whether a task with these tags is to run. */
export type TagSelection = (tags: readonly string[]) => boolean;

/** Tags that stand for something by themselves. */
const special = ["all", "always", "never", "tagged", "untagged"];

/**
 * The selection that --tags and --skip-tags make, as in Ansible: `always` runs unless skipped by name, `never` runs
 * only when asked for by one of its tags; an empty `only` selects everything else.
 */
export function tagSelection(only: readonly string[], skip: readonly string[]): TagSelection {
  return (tags) => {
    if (tags.some((tag) => skip.includes(tag))) return false;
    if (tags.some((tag) => only.includes(tag))) return true;
    if (tags.includes("never")) return false;
    if (tags.includes("always")) return true;
    const kind = tags.length > 0 ? "tagged" : "untagged";
    if (skip.includes("all") || skip.includes(kind)) return false;
    return only.length === 0 || only.includes("all") || only.includes(kind);
  };
}

/** Tags of the flags that nothing in the playbook carries: whoever mistypes one would run nothing, or too much. */
export function unknownTags(
  flags: readonly { readonly flag: "--tags" | "--skip-tags"; readonly tags: readonly string[] }[],
  carried: ReadonlySet<string>,
): InputProblem[] {
  const known = new Set([...special, ...carried]);
  return flags.flatMap(({ flag, tags }) =>
    tags
      .filter((tag) => !known.has(tag))
      .map((tag) => ({
        message: `no task has the tag "${tag}"`,
        location: { file: flag, line: 1, column: 1, length: Math.max(1, tag.length), text: tag },
        hint: carried.size === 0 ? "the playbook has no tags" : suggestion(tag, carried),
      })),
  );
}
