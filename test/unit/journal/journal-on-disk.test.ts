import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { journalScript, undoScript } from "../../../src/journal/journal-script.ts";
import { readUndoRecords, type UndoRecord } from "../../../src/journal/read-undo-records.ts";
import { pathChangeScript } from "../../../src/resources/apply-path.ts";
import type { Change, PathImage, RunChange } from "../../../src/resources/change.ts";
import { changeTitle } from "../../../src/resources/change-title.ts";
import { parsePathOutput } from "../../../src/resources/parse-path-output.ts";
import { imageOf } from "../../../src/resources/path-image.ts";
import { pathProbeScript } from "../../../src/resources/path-probe-script.ts";
import { runSh as runWith } from "../resources/run-sh.ts";
import { pathWith, shells } from "../resources/sh-path.ts";

const root = mkdtempSync(join(tmpdir(), "lab-journal-"));
const run = "20300101-000000-0000aa";
afterAll(() => {
  for (const folder of [root, `/run/lab/kept/${run}`]) rmSync(folder, { recursive: true, force: true });
});

const owner = userInfo().username;
const group = execFileSync("id", ["-gn"], { encoding: "utf8" }).trim();

let searchPath = process.env.PATH;
const runSh = (script: string) => runWith(script, searchPath);

let tree = root;
let journals = root;
let entries = 0;
beforeEach(() => {
  const folder = mkdtempSync(join(root, "case-"));
  tree = join(folder, "etc");
  journals = join(folder, "backups");
  entries = 0;
  mkdirSync(tree);
});
const at = (name: string): string => join(tree, name);

/** Keeps a change in the journal, then makes it, as one frame does. */
function make(change: Change, { secret = false, dies = false } = {}): void {
  entries += 1;
  const kept = journalScript(
    run,
    journals,
    [{ number: entries, title: changeTitle(change), change, isSecret: secret }],
    entries === 1,
  );
  expect(runSh(kept)).toMatchObject({ status: 0, stderr: "" });
  if (dies) return;
  expect(runSh(change.kind === "path" ? pathChangeScript(change) : change.script)).toMatchObject({
    status: 0,
  });
}

function put(name: string, after: PathImage, more: { secret?: boolean; dies?: boolean } = {}): void {
  const path = at(name);
  const queries = [{ path, content: "always", maxBytes: 1 << 20 }] as const;
  const [state] = parsePathOutput(runSh(pathProbeScript(queries)).stdout, queries);
  if (!state) throw new Error("no state");
  make({ kind: "path", path, before: imageOf(state), after }, more);
}

function order(rest: Partial<RunChange>): RunChange {
  return { kind: "run", summary: "do it", script: "true", timeoutMs: 1000, ...rest };
}

function undo(numbers: readonly number[] | "all" = "all"): UndoRecord[] {
  const { status, stdout, stderr } = runSh(undoScript(run, journals, numbers));
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return readUndoRecords(stdout);
}

const outcomes = (records: readonly UndoRecord[]) => records.map(({ outcome }) => outcome);

/** Everything below the tree: type, mode, owner, content, and of files the time of change. */
function picture(): string {
  const list = ["-c", 'cd "$1" && find . -type d -exec stat -c "%F %a %U:%G %N" {} + | sort', "sh", tree];
  const files = [
    "-c",
    'cd "$1" && find . -type l -exec stat -c "%F %U:%G %N" {} + | sort; find . -type f -exec stat -c "%F %a %U:%G %Y %N" {} + | sort; find . -type f -exec sha256sum {} + | sort',
    "sh",
    tree,
  ];
  return [list, files].map((args) => execFileSync("sh", args, { encoding: "utf8" })).join("");
}

const file = (text: string | null, mode = "0640"): PathImage => ({
  kind: "file",
  mode,
  owner,
  group,
  content: text === null ? null : { kind: "text", text },
});
const directory = (mode: string): PathImage => ({ kind: "directory", mode, owner, group });
const link = (target: string): PathImage => ({ kind: "link", target, owner, group });
const absent: PathImage = { kind: "absent" };

describe.each(shells)("a journal on the disk of a host, with %s", (shell) => {
  beforeAll(() => {
    searchPath = pathWith(shell);
  });

  it("takes back what was written, made, linked and removed, the last first", () => {
    writeFileSync(at("old"), "old\n", { mode: 0o600 });
    mkdirSync(at("deep/er"), { recursive: true });
    writeFileSync(at("deep/er/file"), "kept\n");
    symlinkSync("gone", at("link"));
    const before = picture();
    put("old", file("new\n"));
    put("old", file("newer\n", "0755"));
    put("fresh", directory("0750"));
    put("fresh/file", file(""));
    put("link", link("elsewhere"));
    put("deep", absent);
    put("deep", link("fresh"));
    expect(picture()).not.toBe(before);
    expect(outcomes(undo())).toEqual(Array.from({ length: 7 }, () => "undone"));
    expect(picture()).toBe(before);
    expect(new Set(outcomes(undo()))).toEqual(new Set(["already"]));
    expect(picture()).toBe(before);
  });

  it("gives back modes without touching content", () => {
    writeFileSync(at("a"), "a", { mode: 0o600 });
    mkdirSync(at("d"), { mode: 0o700 });
    chmodSync(at("d"), 0o2750);
    const before = picture();
    put("a", file(null, "0644"));
    put("d", directory("0755"));
    put("d", directory("2770"));
    put("d", directory("0711"));
    appendFileSync(at("a"), "more");
    expect(outcomes(undo())).toEqual(["undone", "undone", "undone", "undone"]);
    expect(readFileSync(at("a"), "utf8")).toBe("amore");
    rmSync(at("a"));
    writeFileSync(at("a"), "a", { mode: 0o600 });
    expect(picture().replaceAll(/ \d{10} /g, " ")).toBe(before.replaceAll(/ \d{10} /g, " "));
  });

  it("leaves alone what was changed since, says where the copy is, and goes on with the rest", () => {
    writeFileSync(at("a"), "a\n");
    put("a", file("b\n"));
    put("made", directory("0755"));
    put("other", file("x\n"));
    appendFileSync(at("a"), "by hand\n");
    writeFileSync(at("made/by-hand"), "");
    const records = undo();
    expect(records.map(({ entry, outcome, message }) => ({ entry, outcome, message }))).toEqual([
      { entry: 3, outcome: "undone", message: "" },
      { entry: 2, outcome: "foreign", message: "it holds what this run did not put there" },
      {
        entry: 1,
        outcome: "foreign",
        message: `it was changed since\nwhat stood there before is in ${journals}/${run}/000001/content`,
      },
    ]);
    expect(readFileSync(at("a"), "utf8")).toBe("b\nby hand\n");
    expect(existsSync(at("other"))).toBe(false);
  });

  it("says that a change which was kept and never made needs nothing", () => {
    writeFileSync(at("a"), "a\n");
    const before = picture();
    put("a", file("b\n"), { dies: true });
    put("new", file("b\n"), { dies: true });
    expect(outcomes(undo())).toEqual(["already", "already"]);
    expect(picture()).toBe(before);
  });

  it("takes back a part of a run only", () => {
    for (const name of ["a", "b", "c"]) put(name, file(name));
    expect(undo([2, 3]).map(({ title }) => title)).toEqual([`writing ${at("c")}`, `writing ${at("b")}`]);
    expect(readdirSync(tree)).toEqual(["a"]);
  });

  it("runs the undo of commands, and afterwards what has to read its old configuration again", () => {
    const log = at("log");
    const say = (word: string) => `echo ${word} >>'${log}'`;
    make(order({ undo: say("undo-1") }));
    make(order({ summary: "restart", afterUndo: `${say("restart")}; cat '${log}' >'${at("seen")}'` }));
    make(order({ summary: "rm -rf", script: "true" }));
    make(order({ undo: `echo "no way" >&2; exit 3` }));
    const records = undo();
    expect(records.map(({ title, outcome, message }) => [title, outcome, message])).toEqual([
      ["do it", "failed", "no way"],
      ["rm -rf", "none", "there is no way back from it"],
      ["do it", "undone", ""],
      ["restart", "undone", ""],
    ]);
    expect(readFileSync(at("seen"), "utf8")).toBe("undo-1\nrestart\n");
    expect(outcomes(undo())).toEqual(["failed", "none", "already"]);
  });

  it("tells an undo the folder of its entry, in which the change may have left something", () => {
    make(order({ undo: `echo "$LAB_ENTRY" >'${at("entry")}'` }));
    undo();
    expect(readFileSync(at("entry"), "utf8")).toBe(`${journals}/${run}/000001\n`);
  });

  it("keeps what is secret off the disk, and still takes it back", () => {
    writeFileSync(at("token"), "old-secret\n");
    put("token", file("new-secret\n"), { secret: true });
    make(order({ undo: `echo undo-secret >'${at("u")}'` }), { secret: true });
    const found = execFileSync("sh", ["-c", `grep -rl secret '${journals}' || :`], { encoding: "utf8" });
    expect(found.split("\n").filter((line) => !line.endsWith("/lib"))).toEqual([""]);
    expect(outcomes(undo())).toEqual(["undone", "undone"]);
    expect(readFileSync(at("token"), "utf8")).toBe("old-secret\n");
    expect(readFileSync(at("u"), "utf8")).toBe("undo-secret\n");
  });

  it("says so when a secret that was kept in memory is gone", () => {
    writeFileSync(at("token"), "old\n");
    put("token", file("new\n"), { secret: true });
    const memory = readFileSync(join(journals, run, "000001/memory"), "utf8").trim();
    rmSync(memory, { recursive: true });
    expect(undo()[0]).toMatchObject({ outcome: "none", message: /kept in memory only/ });
    expect(readFileSync(at("token"), "utf8")).toBe("new\n");
  });

  it("keeps the last twenty runs", () => {
    for (let day = 10; day < 35; day += 1)
      mkdirSync(join(journals, `202001${day}-000000-000000`), { recursive: true });
    mkdirSync(join(journals, "not-a-run"));
    put("a", file("a"));
    const left = readdirSync(journals).toSorted();
    expect(left).toHaveLength(21);
    expect(left.slice(-2)).toEqual([run, "not-a-run"]);
    expect(left[0]).toBe("20200116-000000-000000");
  });

  it("can be taken back by hand, without lab", () => {
    put("a", file("a"));
    const { stdout } = runSh(`sh '${journals}/${run}/undo'`);
    expect(outcomes(readUndoRecords(stdout))).toEqual(["undone"]);
    expect(readdirSync(tree)).toEqual([]);
  });

  it("takes back any sequence of changes", { timeout: 60_000 }, () => {
    const names = fc.constantFrom("a", "b", "d/c", "d", "it's", "-n", "a b");
    const images = fc.constantFrom(
      file("x\n"),
      file("y"),
      file("x\n", "0600"),
      link("a"),
      link("no where"),
      absent,
    );
    const steps = fc.array(fc.tuple(names, images), { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(steps, (list) => {
        const folder = mkdtempSync(join(root, "any-"));
        tree = join(folder, "etc");
        journals = join(folder, "backups");
        entries = 0;
        mkdirSync(at("d"), { recursive: true });
        writeFileSync(at("a"), "first\n");
        symlinkSync("a", at("b"));
        const before = picture();
        for (const [name, image] of list) {
          const isDirectory = lstatSync(at("d"), { throwIfNoEntry: false })?.isDirectory() === true;
          if (name === "d" && isDirectory && image.kind !== "absent") continue;
          if (name === "d/c" && !isDirectory) continue;
          put(name, image);
        }
        undo();
        expect(picture()).toBe(before);
      }),
      { numRuns: 25 },
    );
  });
});
