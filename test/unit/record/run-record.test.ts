import { existsSync, mkdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import type { InputProblem } from "../../../src/errors.ts";
import { readJournal } from "../../../src/record/journal.ts";
import { openRunRecord } from "../../../src/record/open-run-record.ts";
import { ownProcess } from "../../../src/record/own-process.ts";
import { readEvents } from "../../../src/record/read-events.ts";
import { runFiles } from "../../../src/record/run-files.ts";
import { RunRecord } from "../../../src/record/run-record.ts";
import { runState } from "../../../src/record/run-state.ts";
import { readRun } from "../../../src/record/runs.ts";
import { beginRecord, eventAt, recapOf, recordsFolder, someRun } from "./make-run.ts";

const id = "20260131-140509-aaaaaa";
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8);

describe("the record of a run", () => {
  it("keeps facts, events and journal for the owner alone, and nothing to commit", () => {
    const runs = recordsFolder();
    const record = beginRecord(runs, someRun(id));
    const events = [
      eventAt(0, { kind: "host-connected", host: "cp1" } as const),
      eventAt(9, {
        kind: "run-end",
        check: false,
        interrupted: false,
        seconds: 1,
        recap: [recapOf("cp1", { changed: 2, deferred: 1 }), recapOf("worker1", { unreachable: 1 })],
      } as const),
    ];
    for (const event of events) record.write(event);
    record.journal.append({ kind: "registered", value: 1 });
    expect(runState(readRun(id, runs))).toBe("running");
    record.end(4);
    expect(readEvents(id, runs)).toEqual(events);
    expect(readJournal(id, runs)).toEqual([{ kind: "registered", value: 1 }]);
    const run = readRun(id, runs);
    expect(run).toMatchObject({ playbook: "site.yaml", exitCode: 4, totals: { changed: 3, unreachable: 1 } });
    expect(runState(run)).toBe("ended");
    const files = runFiles(id, runs);
    expect([runs, files.folder].map(mode)).toEqual(["700", "700"]);
    expect([files.facts, files.compiled, files.events, files.journal].map(mode)).toEqual(
      Array(4).fill("600"),
    );
    expect(readFileSync(join(dirname(runs), ".gitignore"), "utf8")).toBe("*\n");
  });

  it("has every event on disk when it was taken, and takes none after its end", () => {
    const runs = recordsFolder();
    const record = beginRecord(runs, someRun(id));
    record.write(eventAt(0, { kind: "host-end", host: "cp1" } as const));
    expect(readEvents(id, runs)).toHaveLength(1);
    record.end(0);
    record.write(eventAt(0, { kind: "host-end", host: "cp1" } as const));
    record.end(5);
    expect(readEvents(id, runs)).toHaveLength(1);
    expect(readRun(id, runs).exitCode).toBe(0);
  });

  it("leaves out output beyond its limit, and nothing else", () => {
    const runs = recordsFolder();
    const record = beginRecord(runs, someRun(id));
    const line = "x".repeat(1024 * 1024);
    for (let count = 0; count < 20; count += 1) {
      record.write(eventAt(0, { kind: "output", host: "cp1", task: "t", stream: "stdout", line } as const));
    }
    record.write(eventAt(0, { kind: "host-end", host: "cp1" } as const));
    const events = readEvents(id, runs);
    expect(events).toHaveLength(18);
    expect(events.at(-2)).toMatchObject({ line: "[... further output is not recorded ...]" });
    expect(events.at(-1)).toMatchObject({ kind: "host-end" });
  });

  it("redacts compiled plays, facts and journal, and leaves ids and times alone", () => {
    const runs = recordsFolder();
    const redact = <T>(value: T): T => JSON.parse(JSON.stringify(value).replaceAll("2026", "«»"));
    const hooks = { redact, trouble: () => {} };
    const record = openRunRecord(someRun(id, { limit: "2026" }), [{ vars: { year: "2026" } }], hooks, runs);
    record?.journal.append({ value: "2026" });
    expect(readRun(id, runs)).toMatchObject({ id, limit: "«»" });
    expect(readFileSync(runFiles(id, runs).compiled, "utf8")).toBe('[{"vars":{"year":"«»"}}]\n');
    expect(readJournal(id, runs)).toEqual([{ value: "«»" }]);
  });
});

describe("a disk that cannot be written", () => {
  it("is told, and there is no record", () => {
    const runs = recordsFolder();
    mkdirSync(dirname(runs), { recursive: true });
    writeFileSync(runs, "in the way");
    const troubles: InputProblem[] = [];
    const hooks = {
      redact: <T>(value: T) => value,
      trouble: (problem: InputProblem) => troubles.push(problem),
    };
    expect(openRunRecord(someRun(id), [], hooks, runs)).toBeNull();
    expect(troubles.map(({ message }) => message)).toEqual([
      expect.stringContaining("the record of this run cannot be written: "),
    ]);
  });

  it.runIf(existsSync("/dev/full"))("is told once when it is full, and the run goes on", () => {
    const runs = recordsFolder();
    const { folder, events } = runFiles(id, runs);
    const troubles: InputProblem[] = [];
    mkdirSync(folder, { recursive: true });
    // There is never room.
    symlinkSync("/dev/full", events);
    const hooks = {
      redact: <T>(value: T) => value,
      trouble: (problem: InputProblem) => troubles.push(problem),
    };
    const unended = { start: "2026-01-31T14:05:09.000Z", end: null, exitCode: null, totals: null };
    const record = new RunRecord({ ...someRun(id), ...ownProcess(), ...unended }, runs, hooks);
    for (let count = 0; count < 3; count += 1) {
      record.write(eventAt(0, { kind: "host-end", host: "cp1" } as const));
      record.journal.append({ kind: "note" });
    }
    record.end(0);
    expect(troubles.map(({ message }) => message)).toEqual([
      "the record of this run cannot be written: ENOSPC: no space left on device, write",
    ]);
    expect(readRun(id, runs).exitCode).toBe(0);
  });
});
