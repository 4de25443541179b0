import { describe, expect, it } from "vitest";
import { plainPaint } from "../../../src/report/paint.ts";
import { plainLines } from "../../../src/report/plain-lines.ts";
import { at, batch, failure, taskEnd } from "./events.ts";

const quiet = { paint: plainPaint, verbosity: 0, check: false };
const verbose = { ...quiet, verbosity: 1 };
const output = {
  at: at(1),
  kind: "output",
  host: "node1",
  task: "Install",
  stream: "stdout",
  line: "Unpacking",
} as const;

describe("plainLines", () => {
  it("names host, outcome, task and role of a change", () => {
    const event = taskEnd("node1", "Install containerd", "changed", { role: "containerd" });
    expect(plainLines(event, quiet)).toEqual(["[node1] changed: Install containerd (containerd)"]);
    expect(plainLines(event, { ...quiet, check: true })).toEqual([
      "[node1] would change: Install containerd (containerd)",
    ]);
  });

  it("shows ok and skipped tasks and output only when asked for", () => {
    const ok = taskEnd("node1", "Load modules", "ok");
    const skipped = taskEnd("node1", "Open the firewall", "skipped");
    for (const event of [ok, skipped, output]) expect(plainLines(event, quiet)).toEqual([]);
    expect([ok, skipped, output].flatMap((event) => plainLines(event, verbose))).toEqual([
      "[node1] ok: Load modules",
      "[node1] skipped: Open the firewall",
      "[node1] | Unpacking",
    ]);
  });

  it("always shows a debug message, and why a task is deferred", () => {
    expect(plainLines(taskEnd("a", "Say it", "ok", { message: "one\ntwo" }), quiet)).toEqual([
      "[a] ok: Say it: one",
      "  two",
    ]);
    expect(plainLines(taskEnd("a", "Start", "deferred", { message: "waits for package x" }), quiet)).toEqual([
      "[a] deferred: Start: waits for package x",
    ]);
  });

  it("shows a failure with its cause, the tail of what was printed, and the next step", () => {
    const detail = Array.from({ length: 25 }, (_, index) => `line ${index + 1}`).join("\n");
    const event = taskEnd("node1", "Start", "failed", {
      handler: true,
      role: "containerd",
      failure: failure({ message: "exited with 1", detail, hint: "look at the journal" }),
    });
    const lines = plainLines(event, quiet);
    expect(lines.slice(0, 4)).toEqual([
      "[node1] failed: Start (containerd, handler)",
      "  exited with 1",
      "  | … 5 lines before",
      "  | line 6",
    ]);
    expect(lines.slice(-2)).toEqual(["  | line 25", "  next: look at the journal"]);
  });

  it("marks a failure that is ignored", () => {
    const event = taskEnd("node1", "Try", "failed", { ignored: true, failure: failure() });
    expect(plainLines(event, quiet)).toEqual(["[node1] failed (ignored): Try", "  it broke"]);
  });

  it("announces plays and unreachable hosts", () => {
    const hosts = ["a", "b"];
    expect(plainLines({ at: at(0), kind: "play-start", play: "Base", hosts, batch }, quiet)).toEqual([
      "",
      "play: Base, 2 hosts",
    ]);
    const refused = failure({ kind: "unreachable", message: "refused", hint: "start sshd" });
    expect(
      plainLines({ at: at(0), kind: "host-unreachable", host: "a", failure: refused, ignored: false }, quiet),
    ).toEqual(["[a] unreachable", "  refused", "  next: start sshd"]);
  });
});
