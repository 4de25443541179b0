import type { RunEvent, TaskOutcome } from "../engine/event.ts";
import type { Style } from "./paint.ts";

/** "Install containerd (containerd)": a task with its role, and a word if it is a handler. */
export function taskLabel({ task, role, handler }: RunEvent & { kind: "task-end" }): string {
  const origin = [role, handler ? "handler" : null].filter((part) => part !== null).join(", ");
  return origin === "" ? task : `${task} (${origin})`;
}

/** An outcome as a word; in check mode nothing has changed yet. */
export function outcomeText(outcome: TaskOutcome, check: boolean): string {
  return check && outcome === "changed" ? "would change" : outcome;
}

/** The colour of each outcome, the same wherever it is shown. */
export const outcomeStyle: Readonly<Record<TaskOutcome, Style>> = {
  ok: "green",
  changed: "yellow",
  failed: "red",
  skipped: "dim",
  deferred: "cyan",
};
