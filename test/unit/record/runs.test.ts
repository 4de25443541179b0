import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, truncateSync, writeFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { findRun } from "../../../src/record/find-run.ts";
import { readEvents } from "../../../src/record/read-events.ts";
import { removeOldRuns } from "../../../src/record/remove-old-runs.ts";
import { printRunFacts, type RunFacts } from "../../../src/record/run-facts.ts";
import { runFiles } from "../../../src/record/run-files.ts";
import { runState } from "../../../src/record/run-state.ts";
import { lastRun, listRuns, readRun } from "../../../src/record/runs.ts";
import { beginRecord, eventAt, recordsFolder, someRun } from "./make-run.ts";

const ids = ["20260131-140509-cccccc", "20260131-140508-bbbbbb", "20260131-140507-aaaaaa"] as const;
const [newest, middle, oldest] = ids;

function messageOf(action: () => unknown): string {
  try {
    return `no error: ${JSON.stringify(action())}`;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return error.problems.map(({ message, hint = "" }) => `${message} (${hint})`).join("\n");
  }
}

/** Three runs that ended, and a folder that is none. */
function threeRuns(): string {
  const runs = recordsFolder();
  for (const id of ids) beginRecord(runs, someRun(id, { check: id === newest })).end(0);
  mkdirSync(`${runs}/notes`);
  return runs;
}

/** Makes the record one of a run that has not ended. */
function reopen(runs: string, id: string, facts: Partial<RunFacts>): void {
  writeFileSync(
    runFiles(id, runs).facts,
    printRunFacts({ ...readRun(id, runs), end: null, exitCode: null, totals: null, ...facts }),
  );
}

describe("runs", () => {
  it("are listed with the newest first, without what is none of lab's", () => {
    const runs = threeRuns();
    expect(listRuns(runs).map((entry) => entry.kind === "run" && entry.run.id)).toEqual(ids);
    expect(lastRun(({ check }) => !check, runs)?.id).toBe(middle);
    expect(listRuns(`${runs}/none`)).toEqual([]);
  });

  it("are found by id, by its beginning or end where that is clear, and by the word last", () => {
    const runs = threeRuns();
    expect([middle, "20260131-140508", "bbbbbb", "last"].map((name) => findRun(name, runs).id)).toEqual([
      middle,
      middle,
      middle,
      newest,
    ]);
    expect(messageOf(() => findRun("2026", runs))).toBe(
      `"2026" is the beginning of 3 runs (write more of it: ${ids.join(", ")})`,
    );
    expect(messageOf(() => findRun("20260131-140508-bbbbcb", runs))).toBe(
      `there is no run "20260131-140508-bbbbcb" (did you mean "${middle}"?)`,
    );
    expect(messageOf(() => findRun("last", `${runs}/none`))).toContain("there is no run yet");
  });

  it.each([
    ["cut off", '{"format": 1, "id": "2026', "is damaged"],
    ["without what belongs in it", '{"format": 1}', "is damaged"],
    [
      "of another version",
      '{"format": 7, "lab": "9.9"}',
      "was written by another version of lab (format 7, not 1)",
    ],
  ])("with facts that are %s are listed, and say why they cannot be read", (_, text, message) => {
    const runs = threeRuns();
    writeFileSync(runFiles(middle, runs).facts, text);
    expect(listRuns(runs).map(({ kind }) => kind)).toEqual(["run", "unreadable", "run"]);
    expect(messageOf(() => readRun(middle, runs))).toContain(message);
  });

  it("have events up to one that was cut off, and none after one that is damaged", () => {
    const runs = recordsFolder();
    const record = beginRecord(runs, someRun(newest));
    for (const host of ["cp1", "worker1"]) record.write(eventAt(0, { kind: "host-end", host } as const));
    const { events } = runFiles(newest, runs);
    const line = JSON.stringify(eventAt(0, { kind: "host-end", host: "cp1" } as const));
    truncateSync(events, line.length + 9);
    expect(readEvents(newest, runs)).toMatchObject([{ host: "cp1" }]);
    writeFileSync(events, `${line}\n{"at":\n${line}\n`);
    expect(messageOf(() => readEvents(newest, runs))).toContain("events.jsonl is damaged in line 2");
  });
});

describe("runState", () => {
  it("tells a run whose process is gone from one that works, also where its number was taken again", () => {
    const runs = threeRuns();
    const gone = spawnSync("true").pid;
    reopen(runs, newest, {});
    reopen(runs, middle, { pid: gone });
    reopen(runs, oldest, { processStart: "another boot:1" });
    expect(ids.map((id) => runState(readRun(id, runs)))).toEqual(["running", "killed", "killed"]);
  });

  it("takes a run on another machine for running, for a day", () => {
    const runs = threeRuns();
    reopen(runs, newest, { machine: "elsewhere", pid: 1, start: "2026-01-31T14:05:09.000Z" });
    const run = readRun(newest, runs);
    expect(runState(run, new Date("2026-01-31T18:00:00Z"))).toBe("running");
    expect(runState(run, new Date("2026-02-01T18:00:00Z"))).toBe("killed");
  });

  it("tells an interrupted run", () => {
    const runs = recordsFolder();
    beginRecord(runs, someRun(newest)).end(130);
    expect(runState(readRun(newest, runs))).toBe("interrupted");
  });
});

describe("removeOldRuns", () => {
  it("keeps the newest, those that run, and what is none of lab's", () => {
    const runs = threeRuns();
    reopen(runs, oldest, {});
    removeOldRuns(1, runs);
    expect(readdirSync(runs).toSorted()).toEqual([oldest, newest, "notes"]);
  });
});
