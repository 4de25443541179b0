import type { Failure } from "../../engine/event.ts";
import type { HostStory } from "../run-story.ts";

/** A failure, and all hosts that it is the same on. */
export interface FailureGroup {
  readonly failure: Failure;
  /** The run went on after it: it was ignored, or a rescue followed. */
  readonly isCovered: boolean;
  readonly hosts: string[];
}

/** Every failure of a run, the same one once; those that nothing covers come first. */
export function failureGroups(hosts: readonly HostStory[]): FailureGroup[] {
  const groups = new Map<string, FailureGroup>();
  for (const { host, tasks, recap } of hosts) {
    const ofTasks = tasks.flatMap(({ failure, isCovered }) => (failure ? [{ failure, isCovered }] : []));
    // A host that was lost, or failed between its tasks, has its failure in the recap alone.
    const isTold = ofTasks.some(({ failure }) => keyOf(failure) === keyOf(recap.failure));
    const own = recap.failure !== null && !isTold ? [{ failure: recap.failure, isCovered: false }] : [];
    for (const { failure, isCovered } of [...ofTasks, ...own]) {
      const key = `${isCovered} ${keyOf(failure)}`;
      const same = groups.get(key);
      if (!same) groups.set(key, { failure, isCovered, hosts: [host] });
      else if (!same.hosts.includes(host)) same.hosts.push(host);
    }
  }
  return [...groups.values()].toSorted((a, b) => Number(a.isCovered) - Number(b.isCovered));
}

function keyOf(failure: Failure | null): string {
  return failure === null
    ? ""
    : JSON.stringify([failure.kind, failure.task, failure.message, failure.detail, failure.hint]);
}
