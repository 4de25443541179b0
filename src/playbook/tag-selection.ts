/** Whether a task with these tags is to run. */
export type TagSelection = (tags: readonly string[]) => boolean;

/**
 * The selection that --tags and --skip-tags make, as in Ansible: `always` runs unless skipped by name, `never` runs
 * only when asked for by one of its tags; an empty `only` selects everything else.
 */
export function tagSelection(only: readonly string[], skip: readonly string[]): TagSelection {
  return (tags) => {
    if (tags.some((tag) => skip.includes(tag))) return false;
    const asked = tags.some((tag) => only.includes(tag));
    if (asked) return true;
    if (tags.includes("never")) return false;
    if (tags.includes("always")) return true;
    return only.length === 0 || only.includes("all") || (only.includes("tagged") && tags.length > 0);
  };
}
