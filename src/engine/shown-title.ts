import type { HostTask } from "../playbook/host-task.ts";
import type { Change } from "../resources/change.ts";
import { changeTitle } from "../resources/change-title.ts";

/** A change in a few words; of a task with `no_log` only its name. */
export function shownTitle({ name, settings }: HostTask, change: Change): string {
  return settings.noLog ? `task "${name}"` : changeTitle(change);
}
