import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runProgram } from "../../src/sandbox/local-program.ts";
import { labPath, runLab } from "../run-lab.ts";

const examples = ["inventory/clusters.json", "inventory/vmware/clusters.json"];

/** What `ansible-inventory --list` makes of an inventory file or script. */
async function asAnsibleReads(inventory: string) {
  return JSON.parse(await runProgram("ansible-inventory", ["-i", inventory, "--list"]));
}

describe.each(examples)("the inventory %s, read by Ansible's own tool", (example) => {
  const folder = mkdtempSync(join(tmpdir(), "lab-ansible-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  it("says as a script what it says as a file", async () => {
    const script = join(folder, "inventory.sh");
    writeFileSync(
      script,
      `#!/bin/sh\nexec '${process.execPath}' '${labPath}' inventory -i '${example}' "$@"\n`,
    );
    chmodSync(script, 0o755);
    const file = join(folder, "hosts.yaml");
    expect((await runLab(["inventory", "-i", example, "--write", file])).exitCode).toBe(0);
    const [fromScript, fromFile] = [await asAnsibleReads(script), await asAnsibleReads(file)];
    expect(Object.keys(fromScript._meta.hostvars).length).toBeGreaterThan(2);
    expect(fromFile._meta).toEqual(fromScript._meta);
    const { stdout } = await runLab(["inventory", "-i", example, "--list"]);
    expect(fromScript._meta).toEqual(JSON.parse(stdout)._meta);
    expect(stdout).not.toContain("password");
  });
});
