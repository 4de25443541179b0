import { describe, expect, it } from "vitest";
import { plainPaint } from "../../../src/report/paint.ts";
import { createTaskSummary } from "../../../src/report/task-summary.ts";
import { failure, taskEnd } from "./events.ts";

describe("the task summary", () => {
  it("tells once what tasks did on several hosts", () => {
    const summary = createTaskSummary(false);
    for (const host of ["b", "a", "c"]) {
      summary.add(taskEnd(host, "Install", "changed", { role: "base" }));
      summary.add(taskEnd(host, "Load modules", "ok"));
      summary.add(taskEnd(host, "Firewall", "skipped", { message: "when is false" }));
    }
    summary.add(taskEnd("a", "Say hello", "ok", { message: "hello" }));
    summary.add(taskEnd("a", "Try", "failed", { ignored: true, failure: failure() }));
    summary.add(taskEnd("b", "Break", "failed", { failure: failure() }));
    expect(summary.lines(3, plainPaint)).toEqual([
      "  changed: Install (base), on all 3 hosts",
      "  ok: Say hello, on a",
      "    hello",
      "  failed (ignored): Try, on a",
    ]);
  });

  it("names what would change and what cannot be known yet in check mode", () => {
    const summary = createTaskSummary(true);
    summary.add(taskEnd("a", "Install", "changed"));
    summary.add(taskEnd("a", "Start", "deferred", { message: "waits for package containerd" }));
    expect(summary.lines(2, plainPaint)).toEqual([
      "  would change: Install, on a",
      "  deferred: Start, on a",
      "    waits for package containerd",
    ]);
  });
});
