import type { ChangeSummary } from "../../engine/event.ts";
import type { HostStory } from "../run-story.ts";

/** A change, and all hosts that it is the same on. */
export interface ChangeGroup extends ChangeSummary {
  readonly hosts: string[];
}

/** What a task changed. */
export interface ChangedTask {
  readonly label: string;
  readonly hosts: ReadonlySet<string>;
  readonly changes: readonly ChangeGroup[];
}

/** The changes of all hosts by task, in the order in which tasks first changed something; the same change stands once. */
export function changeGroups(hosts: readonly HostStory[]): ChangedTask[] {
  const byTask = new Map<string, { hosts: Set<string>; changes: Map<string, ChangeGroup> }>();
  const changed = hosts.flatMap(({ host, tasks }) =>
    tasks.flatMap((task) => (task.outcome === "changed" ? [{ host, ...task }] : [])),
  );
  for (const { host, label, changes } of changed.toSorted((a, b) => a.endMs - b.endMs)) {
    const known = byTask.get(label) ?? { hosts: new Set(), changes: new Map() };
    byTask.set(label, known);
    known.hosts.add(host);
    for (const { title, diff } of changes) {
      const key = JSON.stringify([title, diff]);
      const same = known.changes.get(key);
      if (same) same.hosts.push(host);
      else known.changes.set(key, { title, diff, hosts: [host] });
    }
  }
  return [...byTask].map(([label, task]) => ({
    label,
    hosts: task.hosts,
    changes: [...task.changes.values()],
  }));
}
