import { copyFileSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type InventoryOptions, inventoryCommand } from "../../../src/cli/inventory-command.ts";

const file = "test/fixtures/inventory/clusters.yaml";
let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), "lab-inventory-"));
});
afterEach(() => rmSync(directory, { recursive: true }));

async function run(options: Omit<InventoryOptions, "inventory">, inventory = file) {
  const output = { stdout: "", stderr: "" };
  const code = await inventoryCommand({ inventory, ...options }, (text, stream) => {
    output[stream] += text;
  });
  return { code, ...output };
}

describe("lab inventory", () => {
  it("prints JSON alone on stdout, and warnings on stderr", async () => {
    const { code, stdout, stderr } = await run({ list: true, limit: "edge-1" });
    expect(code).toBe(0);
    expect(Object.keys(JSON.parse(stdout)._meta.hostvars)).toEqual(["edge-cp1", "edge-w1"]);
    expect(stderr).toMatch(/^warning: .*group_vars\/prod is not read\n/);
  });

  it("shows the graph when nothing else is asked for", async () => {
    expect((await run({ limit: "edge-w1" })).stdout).toBe(
      [
        "@all:",
        "  |--@workers:",
        "  |  |--@edge-1_workers:",
        "  |  |  |--edge-w1",
        "  |--@edge-1:",
        "  |  |--@edge-1_workers:",
        "  |  |  |--edge-w1",
        "",
      ].join("\n"),
    );
    expect((await run({ graph: true })).stdout).toBe((await run({})).stdout);
  });

  it("shows the variables of one host", async () => {
    expect(JSON.parse((await run({ host: "prod-w2" })).stdout)).toMatchObject({
      ansible_host: "prod-w2",
      ansible_user: "admin",
      from: "host",
    });
  });

  it("writes an Ansible inventory", async () => {
    const path = join(directory, "hosts.yaml");
    expect((await run({ write: path, limit: "prod" })).stdout).toBe(`wrote ${path} (4 hosts)\n`);
    expect(readFileSync(path, "utf8")).toMatch(
      /^# Generated from .*clusters\.yaml .*\nall:\n {2}hosts:\n {4}prod-cp1:/,
    );
  });

  it("refuses to replace the inventory itself", async () => {
    const own = join(directory, "clusters.yaml");
    copyFileSync(file, own);
    await expect(run({ write: join(directory, ".", "clusters.yaml") }, own)).rejects.toThrow(
      "would replace the inventory",
    );
    expect(readFileSync(own, "utf8")).toBe(readFileSync(file, "utf8"));
  });

  it.each([
    [{ list: true, graph: true }, "--list and --graph cannot be used together"],
    [{ host: "prod-w1", limit: "prod" }, "--host and --limit cannot be used together"],
    [{ host: "prod-w9" }, 'no host is called "prod-w9"'],
    [{ limit: "prdo" }, 'no host or group is called "prdo"'],
    [{ write: "/nowhere/at/all.yaml" }, "cannot write /nowhere/at/all.yaml"],
  ])("refuses %j", async (options, message) => {
    await expect(run(options)).rejects.toThrow(message);
  });
});
