import { describe, expect, it } from "vitest";
import { axisTicks, timelineBars } from "../../../../src/report/html/timeline-bars.ts";
import { tellRun } from "../../../../src/report/run-story.ts";
import { eventAt, taskEnd } from "../../record/make-run.ts";

const failure = { kind: "failed", task: "t", message: "no", detail: "", hint: "" } as const;

function barsOf(events: Parameters<typeof tellRun>[0], mergeMs: number) {
  const { hosts, durationMs } = tellRun(events);
  const [host] = hosts;
  return host ? timelineBars(host, durationMs, mergeMs) : [];
}

describe("timelineBars", () => {
  it("gives tasks of one kind that follow each other at once one bar, and those that take time their own", () => {
    const events = [
      taskEnd(0, "cp1", "a"),
      taskEnd(1, "cp1", "b"),
      taskEnd(1, "cp1", "c", { outcome: "changed" }),
      taskEnd(2, "cp1", "d"),
      taskEnd(1_000, "cp1", "e", { seconds: 0.9 }),
    ];
    expect(barsOf(events, 10).map(({ kind, label }) => `${kind}: ${label}`)).toEqual([
      "ok: 2 tasks",
      "changed: c",
      "ok: d",
      "ok: e",
    ]);
  });

  it("gives every failure its own, and tells those that were ignored", () => {
    const failed = { outcome: "failed", failure } as const;
    const events = [
      taskEnd(0, "cp1", "a", { ...failed, ignored: true }),
      taskEnd(1, "cp1", "b", { ...failed, ignored: true }),
      taskEnd(2, "cp1", "c", failed),
    ];
    expect(barsOf(events, 10).map(({ kind }) => kind)).toEqual(["covered", "covered", "failed"]);
  });

  it("ends with what was going on when the run was killed", () => {
    const events = [
      taskEnd(0, "cp1", "a"),
      eventAt(5, { kind: "task-start", host: "cp1", task: "b" } as const),
      eventAt(50, { kind: "output", host: "cp1", task: "b", stream: "stdout", line: "" } as const),
    ];
    expect(barsOf(events, 1).at(-1)).toEqual({ kind: "unfinished", startMs: 5, endMs: 50, label: "b" });
  });

  it("keeps a host with very many tasks at a bounded number of bars", () => {
    const events = Array.from({ length: 5_000 }, (_, index) => taskEnd(index * 2, "cp1", `t${index}`));
    expect(barsOf(events, 100).length).toBeLessThanOrEqual(100);
  });
});

describe("axisTicks", () => {
  it.each([
    [1_030, [0, 500, 1_000]],
    [58_100, [0, 20_000, 40_000]],
    [0, [0]],
  ])("of %i ms are round", (durationMs, ticks) => {
    expect(axisTicks(durationMs)).toEqual(ticks);
  });
});
