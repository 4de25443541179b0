import type { States } from "../../../src/testing/planned-resource.ts";
import type { TestedTask } from "../../../src/testing/tested-task.ts";

/** The text of the last file that a task writes on a host that answers this; for tests. Throws where it writes none. */
export function contentWritten(task: TestedTask, states: States = {}): string {
  const plan = task.built().plan(states);
  const changes = plan.kind === "changes" ? plan.changes : [];
  for (const change of changes.toReversed()) {
    if (change.kind !== "path" || change.after.kind !== "file") continue;
    if (change.after.content?.kind === "text") return change.after.content.text;
  }
  throw new Error(`"${task.name}" writes no text`);
}
