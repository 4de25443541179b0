import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import type { Change } from "../../../src/resources/change.ts";
import { findModule } from "../../../src/resources/index.ts";
import { absent, directory, fileOf } from "./path-states.ts";
import { planOf } from "./plan-of.ts";
import { pathWith, shells } from "./sh-path.ts";

const installable = (manager: string) => ({
  jq: { manager, installed: null, residue: false, held: false, candidate: null, listsAgeSeconds: null },
});

const unit = {
  ...{ kind: "unit", load: "loaded", active: "active", sub: "running", file: "enabled" },
  ...{ ranOnce: false, needsReload: false, canReload: true },
};
const stopped = { ...unit, active: "inactive", sub: "dead" };

const kernel = { presence: "absent", loadable: true, modprobe: true };
const archive = { available: false, tools: true, generator: true };
const generator = fileOf("# ko_KR.UTF-8 UTF-8\n");
const ownGroup = { gid: 7, members: [] };

const plans = [
  ["undo-apt", "package", { name: "jq" }, installable("apt")],
  ["undo-dnf", "package", { name: "jq" }, installable("dnf")],
  ["undo-zypper", "package", { name: "jq" }, installable("zypper")],
  ["undo-apk", "package", { name: "jq" }, installable("apk")],
  ["undo-start", "service", { name: "demo", state: "started" }, { service: stopped }],
  ["undo-stop", "service", { name: "demo", state: "stopped" }, { service: unit }],
  ["undo-restart", "service", { name: "demo", state: "restarted" }, { service: unit }],
  [
    "undo-modprobe",
    "modprobe",
    { name: "loop" },
    { module: kernel, load: fileOf("loop\n"), options: absent },
  ],
  [
    "undo-locale",
    "locale",
    { name: "ko_KR.UTF-8" },
    { locale: archive, generator, debian: absent, systemd: absent },
  ],
  ["undo-user", "user", { name: "alice" }, { user: null, own: null, home: absent }],
  ["undo-user-in-group", "user", { name: "alice" }, { user: null, own: ownGroup, home: absent }],
  ["undo-group", "group", { name: "staff", state: "absent" }, { group: { gid: 7, members: ["alice"] } }],
  ["undo-shell", "shell", { cmd: "x", chdir: "/srv", undo: "rm -rf x" }, { "path chdir": directory }],
] as const;

function undoOf(change: Change): string[] {
  return change.kind === "run" ? [change.undo ?? [], change.afterUndo ?? []].flat() : [];
}

const scripts = plans.map(([file, name, args, states]): [string, string] => {
  const module = findModule(name);
  const plan = module && planOf(module, args, states);
  return [file, plan?.kind === "changes" ? plan.changes.flatMap(undoOf).join("\n") : ""];
});

describe("scripts that take changes back", () => {
  it.each(scripts)("%s is as reviewed", async (name, script) => {
    await expect(`${script}\n`).toMatchFileSnapshot(`golden/${name}.sh`);
  });

  it.each(scripts)("%s passes shellcheck", (_, script) => {
    const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-"], { input: script, encoding: "utf8" });
    expect(error).toBeUndefined();
    expect(stdout).toBe("");
  });

  it.each(shells)("%s understands all of them", (shell) => {
    const env = { PATH: pathWith(shell) };
    for (const [name, script] of scripts) {
      const { status, stderr } = spawnSync("sh", ["-n"], { input: script, encoding: "utf8", env });
      expect([name, status, stderr]).toEqual([name, 0, ""]);
    }
  });
});
