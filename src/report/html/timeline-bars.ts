import type { TaskOutcome } from "../../engine/event.ts";
import type { HostStory, TaskStory } from "../run-story.ts";

/** How a bar looks: an outcome; a failure that was covered; something that was going on when the events ended. */
export type BarKind = TaskOutcome | "covered" | "unfinished";

/** A stretch of a host's time; times are in milliseconds since the run began. */
export interface Bar {
  readonly kind: BarKind;
  readonly startMs: number;
  readonly endMs: number;
  /** The task, or how many it stands for. */
  readonly label: string;
}

/** How the bar of a task looks. */
export function barKind({ outcome, isCovered }: Pick<TaskStory, "outcome" | "isCovered">): BarKind {
  return outcome === "failed" && isCovered ? "covered" : outcome;
}

/**
 * The bars of one host, in the order of time. Tasks of the same kind that follow each other within `mergeMs` share a
 * bar, so that there are at most about as many bars as such stretches in the run; failures always have their own.
 */
export function timelineBars({ tasks, unfinished }: HostStory, durationMs: number, mergeMs: number): Bar[] {
  const bars: Stretch[] = [];
  for (const task of tasks) {
    const kind = barKind(task);
    const last = bars.at(-1);
    const joins =
      last?.kind === kind && kind !== "failed" && kind !== "covered" && task.endMs - last.startMs <= mergeMs;
    if (!joins) bars.push({ kind, startMs: task.startMs, endMs: task.endMs, label: task.label, count: 1 });
    else {
      last.endMs = Math.max(last.endMs, task.endMs);
      last.count += 1;
    }
  }
  if (unfinished !== null) {
    const { task, startMs } = unfinished;
    bars.push({ kind: "unfinished", startMs, endMs: durationMs, label: task, count: 1 });
  }
  return bars.map(({ count, ...bar }) => (count === 1 ? bar : { ...bar, label: `${count} tasks` }));
}

type Stretch = { -readonly [Key in keyof Bar]: Bar[Key] } & { count: number };

/** Times for the axis: about five, at round numbers of seconds, from 0 to at most the duration. In milliseconds. */
export function axisTicks(durationMs: number): number[] {
  const raw = Math.max(durationMs, 1) / 5;
  const magnitude = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * magnitude >= raw) ?? 10) * magnitude;
  return Array.from({ length: Math.floor(durationMs / step) + 1 }, (_, index) => index * step);
}
