import { describe, expect, it } from "vitest";
import { plainPaint } from "../../../src/report/paint.ts";
import { createProgress, type Progress } from "../../../src/report/progress.ts";
import { hasFailures, hostRows, playTitle } from "../../../src/report/progress-rows.ts";
import { at, batch, failure, taskEnd } from "./events.ts";

const now = (seconds: number) => Date.parse(at(seconds));

function play(hosts: readonly string[], check = false): Progress {
  return createProgress({ at: at(0), kind: "play-start", play: "Base", hosts, batch }, check);
}

function start(progress: Progress, host: string, task: string, seconds: number): void {
  progress.apply({ at: at(seconds), kind: "task-start", host, task });
}

describe("progress rows", () => {
  it("show one row per host where there are few", () => {
    const progress = play(["node1", "node2", "node3", "node4", "node10"]);
    progress.apply({ at: at(1), kind: "host-connected", host: "node1" });
    progress.apply(taskEnd("node1", "Load modules", "changed"));
    progress.apply({ at: at(2), kind: "host-end", host: "node1" });
    start(progress, "node2", "Install containerd", 1);
    const line = {
      at: at(2),
      kind: "output",
      host: "node2",
      task: "Install containerd",
      stream: "stdout",
    } as const;
    progress.apply({ ...line, line: "  Unpacking runc" });
    progress.apply({ ...line, line: "  " });
    progress.apply(
      taskEnd("node3", "Start it", "failed", { failure: failure({ message: "exited with 1\nmore" }) }),
    );
    progress.apply({
      at: at(2),
      kind: "host-unreachable",
      host: "node4",
      failure: failure({ message: "refused" }),
      ignored: false,
    });

    expect(playTitle(progress, now(72), plainPaint)).toBe(
      "Base  3/5 hosts · 1 changed · 1 failed · 1 unreachable · 01:12",
    );
    expect(hostRows(progress, now(13), 20, plainPaint)).toEqual([
      "✔ node1   ok=0 changed=1",
      "⠋ node2   Install containerd  12s  Unpacking runc",
      "✖ node3   Start it: exited with 1",
      "✖ node4   unreachable: refused",
      "· node10  waiting",
    ]);
    expect(hasFailures(progress)).toBe(true);
  });

  it("show the slowest hosts first where there are many, and count the rest", () => {
    const hosts = Array.from({ length: 40 }, (_, index) => `node${index + 1}`);
    const progress = play(hosts);
    for (const [index, host] of hosts.entries()) start(progress, host, "Install", 40 - index);
    progress.apply({ at: at(41), kind: "host-end", host: "node40" });

    const rows = hostRows(progress, now(42), 20, plainPaint);
    expect(rows).toHaveLength(10);
    expect(rows[0]).toContain("node39  Install  40s");
    expect(rows.at(-1)).toBe("… and 30 more at work");
  });

  it("fit a low terminal", () => {
    const progress = play(["a", "b", "c"]);
    for (const host of ["a", "b", "c"]) start(progress, host, "Install", 1);
    expect(hostRows(progress, now(2), 2, plainPaint)).toEqual(["⠋ a  Install   1s", "… and 2 more at work"]);
    expect(hostRows(progress, now(2), 0, plainPaint)).toEqual([]);
  });

  it("go on after a failure that is ignored", () => {
    const progress = play(["a"], true);
    progress.apply(taskEnd("a", "Try", "failed", { ignored: true, failure: failure() }));
    progress.apply(taskEnd("a", "Install", "changed"));
    progress.apply({ at: at(2), kind: "host-end", host: "a" });
    expect(playTitle(progress, now(2), plainPaint)).toBe("Base  1/1 host · 1 would change · 00:02");
    expect(hasFailures(progress)).toBe(false);
  });
});
