import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkOwnRole } from "./check-own-role.ts";
import { sharedInventory } from "./hosts.ts";

const run = promisify(execFile);
const root = join(import.meta.dirname, "../..");

describe("the published package", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-package-"));
  const npm = (...args: string[]) => run("npm", args, { cwd: folder });
  const lab = (...args: string[]) =>
    run(process.execPath, [join(folder, "node_modules/.bin/lab"), ...args], { cwd: folder });

  beforeAll(async () => {
    const { stdout } = await run("npm", ["pack", "--json", "--pack-destination", folder], { cwd: root });
    const [{ filename }] = JSON.parse(stdout.slice(stdout.indexOf("[")));
    writeFileSync(join(folder, "package.json"), '{ "private": true }');
    await npm("install", "--no-save", join(folder, filename));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("prints its version", async () => {
    const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    expect((await lab("--version")).stdout).toBe(`${version}\n`);
  });

  it("brings its playbooks, roles and templates, and runs them", async () => {
    const { stdout } = await lab(
      "play",
      "prepare-nodes",
      "-v",
      "-i",
      sharedInventory(),
      "--limit",
      "cp1",
      "--check",
    );
    expect(stdout).toContain("Configure containerd");
    expect(stdout).toMatch(/cp1\s*: ok=.* failed=0/);
  });

  it("starts a project with a role whose test and types pass against what was published", async () => {
    const project = join(folder, "project");
    await lab("init", project);
    const { stdout } = await run(process.execPath, [join(folder, "node_modules/.bin/lab"), "validate"], {
      cwd: project,
    });
    expect(stdout).toContain("playbooks/site.yaml: valid, 1 play on 3 hosts");
    expect((await checkOwnRole(project, join(folder, "node_modules/lab"))).tests).toMatch(/^# fail 0$/m);
  });

  it("runs no source that Node would have to strip of its types", async () => {
    const { stdout } = await run("find", [
      join(folder, "node_modules/lab"),
      "-not",
      "-path",
      "*/lab/scaffold/*",
      "-name",
      "*.ts",
      "!",
      "-name",
      "*.d.ts",
    ]);
    expect(stdout).toBe("");
  });
});
