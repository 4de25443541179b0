import { describe, expect, it } from "vitest";
import { asyncStatusModule } from "../../../src/resources/async-status.ts";
import { built, planOf } from "./plan-of.ts";

const failed = { kind: "finished", exitCode: 2, stdout: "a\nb\n", stderr: "line\nno such file\n" };
const plan = (job: object, mode?: "cleanup") =>
  planOf(asyncStatusModule, { jid: "j1", ...(mode && { mode }) }, { job });
const result = (job: object) => built(asyncStatusModule, { jid: "j1" }).result?.({ job });

describe("async_status", () => {
  it("is ok while the job runs and when it has succeeded", () => {
    const succeeded = { ...failed, exitCode: 0 };
    for (const job of [{ kind: "running" }, succeeded])
      expect(plan(job)).toEqual({ kind: "changes", changes: [] });
    expect(result({ kind: "running" })).toEqual({ ansible_job_id: "j1", started: 1, finished: 0 });
  });

  it("fails when the job has failed, and still has its output", () => {
    expect(plan(failed)).toEqual({
      kind: "failed",
      message: "job j1 ended with exit code 2: no such file",
    });
    expect(result(failed)).toEqual({
      ansible_job_id: "j1",
      started: 1,
      finished: 1,
      rc: 2,
      stdout: "a\nb",
      stderr: "line\nno such file",
      stdout_lines: ["a", "b"],
      stderr_lines: ["line", "no such file"],
    });
  });

  it("is blocked while there is no such job, which an earlier task may start", () => {
    expect(plan({ kind: "absent" })).toEqual({ kind: "blocked", reason: "there is no job j1" });
    expect(result({ kind: "absent" })).toEqual({ ansible_job_id: "j1", started: 0, finished: 0 });
  });

  it("removes what is kept of a job that has ended, and of no other", () => {
    expect(plan(failed, "cleanup")).toMatchObject({
      changes: [{ summary: "remove what is kept of job j1" }],
    });
    expect(plan({ kind: "absent" }, "cleanup")).toEqual({ kind: "changes", changes: [] });
    expect(plan({ kind: "running" }, "cleanup")).toEqual({ kind: "blocked", reason: "job j1 still runs" });
    const after = built(asyncStatusModule, { jid: "j1", mode: "cleanup" }).after?.({ job: failed });
    expect(after).toEqual({ job: { kind: "absent" } });
  });
});
