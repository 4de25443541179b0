import { mkdirSync, mkdtempSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Failure } from "../../../src/engine/event.ts";
import { openRunLog } from "../../../src/record/run-log.ts";
import { eventAt, recapOf, taskEnd } from "./make-run.ts";

const run = "20260131-140509-aaaaaa";
const failure: Failure = {
  kind: "failed",
  task: "Install",
  message: "exit code 1",
  detail: "E: gone",
  hint: "",
};

function logFolder(): string {
  return mkdtempSync(join(tmpdir(), "lab-log-"));
}

function linesOf(folder: string, name: string): Record<string, unknown>[] {
  const text = readFileSync(join(folder, name), "utf8");
  return text.split("\n").flatMap((line) => (line === "" ? [] : [JSON.parse(line)]));
}

describe("the logs of a run", () => {
  it("have a line for its start, warnings, failures that count, and its end, each with the run", async () => {
    const folder = logFolder();
    const log = openRunLog(run, folder);
    const start = { playbook: "site.yaml", check: false, resumes: null, hosts: ["cp1"] };
    log.write(eventAt(0, { kind: "run-start", run, ...start } as const));
    log.write(eventAt(1, { kind: "warning", problem: { message: "old" } } as const));
    log.write(taskEnd(2, "cp1", "Fine"));
    log.write(taskEnd(3, "cp1", "Ignored", { outcome: "failed", failure, ignored: true }));
    log.write(taskEnd(4, "cp1", "Install", { outcome: "failed", failure }));
    const recap = [recapOf("cp1", { failed: 1, failure })];
    log.write(eventAt(5, { kind: "run-end", check: false, interrupted: false, seconds: 1, recap } as const));
    await log.close();
    const lines = linesOf(folder, "lab.log");
    expect(lines.map(({ level, msg }) => `${level}: ${msg}`)).toEqual([
      "info: run begins",
      "warn: old",
      "error: exit code 1",
      "info: run ends",
    ]);
    expect(lines.map((line) => line.run)).toEqual(Array(4).fill(run));
    expect(lines[2]).toMatchObject({ host: "cp1", task: "Install", time: "2026-01-31T14:05:09.004Z" });
    expect(lines[2]).not.toHaveProperty("detail");
    expect(linesOf(folder, "error.log")).toMatchObject([{ run, task: "Install", detail: "E: gone" }]);
    expect((statSync(join(folder, "lab.log")).mode & 0o777).toString(8)).toBe("600");
  });

  it("keep the stack of a bug among the errors", async () => {
    const folder = logFolder();
    const log = openRunLog(run, folder);
    log.bug("InternalError: impossible\n    at somewhere");
    await log.close();
    expect(linesOf(folder, "error.log")).toMatchObject([
      {
        run,
        bug: true,
        msg: "InternalError: impossible",
        detail: "InternalError: impossible\n    at somewhere",
      },
    ]);
  });

  it("begin anew at 10 MiB, and keep the one before", async () => {
    const folder = logFolder();
    writeFileSync(join(folder, "lab.log"), Buffer.alloc(10 * 1024 * 1024, "x"));
    writeFileSync(join(folder, "lab.log.1"), "older");
    const log = openRunLog(run, folder);
    log.write(eventAt(1, { kind: "warning", problem: { message: "new" } } as const));
    await log.close();
    expect(linesOf(folder, "lab.log")).toMatchObject([{ msg: "new" }]);
    expect(statSync(join(folder, "lab.log.1")).size).toBe(10 * 1024 * 1024);
  });

  it("are left out where they cannot be written", async () => {
    const folder = logFolder();
    mkdirSync(join(folder, "lab.log"));
    const log = openRunLog(run, folder);
    log.write(eventAt(1, { kind: "warning", problem: { message: "new" } } as const));
    await expect(log.close()).resolves.toBeUndefined();
  });
});
