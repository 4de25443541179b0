import type { HostStory } from "../run-story.ts";

/** A task over all hosts. Times are in milliseconds. */
export interface SlowTask {
  readonly label: string;
  readonly hosts: number;
  readonly longestMs: number;
  /** Where it took longest. */
  readonly slowestHost: string;
  readonly meanMs: number;
}

/** The tasks that took longest on one host, at most `limit`; what took no time to speak of is left out. */
export function slowestTasks(hosts: readonly HostStory[], limit = 10): SlowTask[] {
  const tasks = new Map<string, { times: number[]; longestMs: number; slowestHost: string }>();
  for (const { host, tasks: own } of hosts) {
    for (const { label, startMs, endMs, outcome } of own) {
      const time = endMs - startMs;
      if (outcome === "skipped" || time < 10) continue;
      const known = tasks.get(label) ?? { times: [], longestMs: 0, slowestHost: host };
      tasks.set(label, known);
      known.times.push(time);
      if (time <= known.longestMs) continue;
      known.longestMs = time;
      known.slowestHost = host;
    }
  }
  return [...tasks]
    .map(([label, { times, longestMs, slowestHost }]) => {
      const sum = times.reduce((total, time) => total + time, 0);
      return { label, hosts: times.length, longestMs, slowestHost, meanMs: sum / times.length };
    })
    .toSorted((a, b) => b.longestMs - a.longestMs)
    .slice(0, limit);
}
