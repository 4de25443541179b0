import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  confirmGuardScript,
  type Guard,
  guardVerdict,
  startGuardScript,
} from "../../../src/journal/guard-script.ts";
import { journalScript } from "../../../src/journal/journal-script.ts";
import { readUndoRecords } from "../../../src/journal/read-undo-records.ts";
import type { RunChange } from "../../../src/resources/change.ts";
import { runSh as runWith } from "../resources/run-sh.ts";
import { pathWith, shells } from "../resources/sh-path.ts";

const root = mkdtempSync(join(tmpdir(), "lab-guard-"));
let count = 0;
const runs: string[] = [];
afterAll(() => {
  for (const folder of [root, ...runs.map((run) => `/run/lab/kept/${run}`)]) {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe.each(shells)("a guarded change on a host, with %s", (shell) => {
  let searchPath = "";
  beforeAll(() => {
    searchPath = pathWith(shell) ?? "";
  });
  const runSh = (script: string) => runWith(script, searchPath);

  let file = "";
  let run = "";
  beforeEach(() => {
    count += 1;
    run = `20300101-000000-${String(count).padStart(6, "0")}`;
    runs.push(run);
    file = join(root, `file-${count}`);
    writeFileSync(file, "old\n");
  });

  /** Keeps and starts a change of `file` that ends with `status`. */
  function start(seconds: number, status = 0): { guard: Guard; status: number | null; stdout: string } {
    const undo = `echo old >'${file}'`;
    const change: RunChange = { kind: "run", summary: "change it", script: "", undo, timeoutMs: 1000 };
    const folder = join(root, "backups");
    const kept = journalScript(
      run,
      folder,
      [{ number: 1, title: "change it", change, isSecret: false }],
      true,
    );
    expect(runSh(kept)).toMatchObject({ status: 0, stderr: "" });
    const scripts = [`echo new >'${file}'; echo done; exit ${status}`];
    const guard = { run, folder, entries: [1], scripts, applySeconds: 60, seconds };
    const begun = runSh(startGuardScript(guard));
    return { guard, status: begun.status, stdout: begun.stdout };
  }

  it("stays when lab confirms it, and says what it printed", () => {
    const { guard, status, stdout } = start(60);
    expect({ status, stdout }).toEqual({ status: 0, stdout: "done\n" });
    expect(runSh(confirmGuardScript(guard))).toMatchObject({
      status: 0,
      stdout: `${guardVerdict.confirmed}\ndone\n`,
    });
    expect(readFileSync(file, "utf8")).toBe("new\n");
  });

  it("stays when the answer to the confirmation was lost and lab confirms again", () => {
    const { guard } = start(60);
    const first = runSh(confirmGuardScript(guard));
    expect(runSh(confirmGuardScript(guard))).toEqual(first);
    expect(readFileSync(file, "utf8")).toBe("new\n");
  });

  it("is taken back by the host when lab does not come in time, and says so to whoever comes later", () => {
    const { guard, status } = start(0);
    expect(status).toBe(0);
    const { stdout } = runSh(confirmGuardScript(guard));
    expect(stdout.startsWith(`${guardVerdict.reverted}\n`)).toBe(true);
    expect(readUndoRecords(stdout)).toMatchObject([{ title: "change it", outcome: "undone" }]);
    expect(readFileSync(file, "utf8")).toBe("old\n");
  });

  it("is taken back at once when it fails", () => {
    const { guard, status } = start(60, 7);
    expect(status).toBe(7);
    expect(readFileSync(file, "utf8")).toBe("old\n");
    expect(runSh(confirmGuardScript(guard)).stdout.startsWith(guardVerdict.reverted)).toBe(true);
  });

  it("leaves its script, which may hold secrets, nowhere", () => {
    const { guard } = start(60);
    const folder = `/run/lab/kept/${run}/guard-000001`;
    expect(existsSync(`${folder}/keep`)).toBe(true);
    expect(existsSync(`${folder}/apply`)).toBe(false);
    runSh(confirmGuardScript(guard));
  });
});
