import type { HostTask } from "../playbook/host-task.ts";
import { defaultGuardSeconds } from "../playbook/task-settings.ts";
import type { Change } from "../resources/change.ts";
import { changeTitle } from "../resources/change-title.ts";
import type { Resource } from "../resources/resource.ts";

/** Seconds after which the host takes the changes of a task back unless lab reaches it anew; null where it is not guarded. */
export function guardSeconds({ settings }: HostTask, { guarded }: Resource): number | null {
  return settings.guardSeconds ?? (guarded ? defaultGuardSeconds : null);
}

/** Why changes that may cut the connection must not be made: the host could not take one of them back. Null when it can. */
export function unguardable(task: HostTask, resource: Resource, changes: readonly Change[]): string | null {
  if (guardSeconds(task, resource) === null) return null;
  const final = changes.find(
    (change) => change.kind === "run" && change.undo === undefined && change.afterUndo === undefined,
  );
  return final ? `it is guarded, but there is no way back from: ${changeTitle(final)}` : null;
}
