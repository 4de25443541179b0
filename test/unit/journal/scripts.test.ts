import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { confirmGuardScript, startGuardScript } from "../../../src/journal/guard-script.ts";
import { journalLibrary } from "../../../src/journal/journal-library.ts";
import { journalScript, undoScript } from "../../../src/journal/journal-script.ts";
import type { Change, Content } from "../../../src/resources/change.ts";
import { changeTitle } from "../../../src/resources/change-title.ts";

const run = "20300101-000000-0000aa";
const folder = "/var/lib/lab/backups";
const text: Content = { kind: "text", text: "it's\n" };
const changes: readonly Change[] = [
  {
    kind: "path",
    path: "/etc/it's",
    before: { kind: "absent" },
    after: { kind: "file", mode: "0644", owner: "root", group: "root", content: text },
  },
  {
    kind: "path",
    path: "/srv/x",
    before: { kind: "absent" },
    after: { kind: "link", target: "$(y)", owner: "0", group: "0" },
  },
  {
    kind: "run",
    summary: "do `it`",
    script: "true",
    undo: "echo 'LAB'\nLAB",
    afterUndo: "true",
    timeoutMs: 1,
  },
];
const entries = [false, true].flatMap((isSecret, half) =>
  changes.map((change, index) => ({
    number: half * changes.length + index + 1,
    title: changeTitle(change),
    change,
    isSecret,
  })),
);
const guard = { run, folder, entries: [1, 2], scripts: ["exit 0", "echo two"], applySeconds: 5, seconds: 30 };

const scripts: Readonly<Record<string, string>> = {
  library: journalLibrary,
  "new journal": journalScript(run, folder, entries, true),
  "known journal": journalScript(run, folder, entries, false),
  "undo of some": undoScript(run, folder, [1, 12]),
  "undo of all": undoScript(run, folder, "all"),
  "start of a guard": startGuardScript(guard),
  "end of a guard": confirmGuardScript(guard),
};

describe("scripts of the journal", () => {
  it.each(Object.keys(scripts))("%s: shellcheck finds nothing", (name) => {
    // Functions of the library are called by others, and its variables set for them; what is sourced is only on a host.
    // SC1003: scripts are quoted as a whole, quotes within them too.
    const leaveOut = ["SC1003", "SC1090", "SC1091", "SC2034", "SC2154", "SC2317", "SC2329", "SC2016"];
    const { stdout, status } = spawnSync("shellcheck", ["-s", "sh", "-e", leaveOut.join(","), "-"], {
      input: scripts[name],
      encoding: "utf8",
    });
    expect({ stdout, status }).toEqual({ stdout: "", status: 0 });
  });
});
