import { describe, expect, it } from "vitest";
import type { Failure, RunEvent } from "../../../src/engine/event.ts";
import { tellRun } from "../../../src/report/run-story.ts";
import { eventAt, recapOf, taskEnd } from "../record/make-run.ts";

const failure: Failure = { kind: "failed", task: "Install", message: "exit code 1", detail: "", hint: "" };
const start = eventAt(0, {
  kind: "run-start",
  run: "20260131-140509-aaaaaa",
  playbook: "site.yaml",
  check: false,
  resumes: null,
  hosts: ["cp1", "worker1"],
} as const);

const killed: readonly RunEvent[] = [
  start,
  eventAt(100, { kind: "task-start", host: "cp1", task: "Install" } as const),
  taskEnd(1_600, "cp1", "Install", { outcome: "changed", seconds: 1.5, role: "containerd" }),
  taskEnd(1_600, "cp1", "Look", { outcome: "failed", failure, ignored: true }),
  taskEnd(1_700, "worker1", "Install", { outcome: "failed", failure }),
  eventAt(1_700, { kind: "task-start", host: "cp1", task: "Start" } as const),
  eventAt(2_000, { kind: "output", host: "cp1", task: "Start", stream: "stdout", line: "…" } as const),
];

describe("tellRun", () => {
  it("says of each host when its tasks ran, and which one had not ended", () => {
    const { hosts, durationMs } = tellRun(killed);
    expect(durationMs).toBe(2_000);
    expect(hosts.map(({ host, unfinished }) => [host, unfinished])).toEqual([
      ["cp1", { task: "Start", startMs: 1_700 }],
      ["worker1", null],
    ]);
    expect(hosts[0]?.tasks[0]).toMatchObject({ label: "Install (containerd)", startMs: 100, endMs: 1_600 });
  });

  it("counts what a run that was killed did not", () => {
    const [cp1, worker1] = tellRun(killed).hosts.map(({ recap }) => recap);
    expect(cp1).toMatchObject({ changed: 1, failed: 0, ignored: 1, failure: null });
    expect(worker1).toMatchObject({ changed: 0, failed: 1, failure });
  });

  it("takes the counters of a run that ended from the run itself", () => {
    const recap = [recapOf("cp1", { ok: 7 })];
    const end = eventAt(9, { kind: "run-end", check: false, interrupted: false, seconds: 1, recap } as const);
    expect(tellRun([start, end]).hosts.map(({ recap }) => recap.ok)).toEqual([7, 0]);
  });

  it("counts a host that was lost as unreachable, unless that is to be ignored", () => {
    const lost = (ignored: boolean) =>
      eventAt(9, {
        kind: "host-unreachable",
        host: "cp1",
        failure: { ...failure, kind: "unreachable" },
        ignored,
      } as const);
    expect([true, false].map((ignored) => tellRun([start, lost(ignored)]).hosts[0]?.recap)).toMatchObject([
      { unreachable: 0, failed: 0, failure: null },
      { unreachable: 1, failed: 0, failure: { kind: "unreachable" } },
    ]);
  });

  it("makes nothing of no events", () => {
    expect(tellRun([])).toMatchObject({ hosts: [], durationMs: 0 });
  });
});
