import type { RunEvent, TaskOutcome } from "../engine/event.ts";
import type { Style } from "./paint.ts";

type TaskEnd = RunEvent & { kind: "task-end" };

/** "Install containerd (containerd)": a task with its role, a word if it is a handler, and where else it acts. */
export function taskLabel({ task, role, handler, delegate }: TaskEnd): string {
  const where = delegate === null ? null : `on ${delegate}`;
  const origin = [role, handler ? "handler" : null, where].filter((part) => part !== null).join(", ");
  return origin === "" ? task : `${task} (${origin})`;
}

/** In check mode nothing has changed yet. */
function outcomeText(outcome: TaskOutcome, check: boolean): string {
  return check && outcome === "changed" ? "would change" : outcome;
}

/** An outcome, and what is to become of a failure. */
export function endText({ outcome, failure, ignored, rescue }: TaskEnd, check: boolean): string {
  return (
    (failure?.kind ?? outcomeText(outcome, check)) +
    (ignored ? " (ignored)" : rescue ? " (rescue follows)" : "")
  );
}

/** The colour of each outcome, the same wherever it is shown. */
export const outcomeStyle: Readonly<Record<TaskOutcome, Style>> = {
  ok: "green",
  changed: "yellow",
  failed: "red",
  skipped: "dim",
  deferred: "cyan",
};
