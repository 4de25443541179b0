import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { runLab } from "../run-lab.ts";
import { sharedHost, sharedInventory } from "./hosts.ts";

const canary = "canary-7f3a91c2";
const folder = mkdtempSync(join(tmpdir(), "lab-secrets-"));
const playbook = join(folder, "secrets.yaml");

writeFileSync(
  playbook,
  `- hosts: worker1
  tasks:
    - name: Write a secret file
      copy: { dest: /root/secret, content: "${canary}\\n", secret: true }
    - name: Change the secret file
      copy: { dest: /root/secret, content: "changed ${canary}\\n", secret: true }
    - name: Set a password
      user: { name: keeper, password: "$6$${canary}$hash" }
    - name: Print a secret
      shell: "echo ${canary}; echo ${canary} >&2"
      no_log: true
    - name: Fail with a secret
      shell: "echo ${canary} >&2; false"
      no_log: true
      ignore_errors: true
`,
);

describe("a secret", () => {
  afterAll(async () => {
    await sharedHost("worker1").exec("rm -f /root/secret; userdel keeper");
    rmSync(folder, { recursive: true });
  });

  it.each([["--check"], ["--output=json"], ["-vv"], ["--output=plain"]])(
    "reaches the host, and never diffs, output, errors or events: %s",
    async (...flags) => {
      const { exitCode, stdout, stderr } = await runLab([
        "play",
        playbook,
        "-i",
        sharedInventory(),
        "--diff",
        ...flags,
      ]);
      expect(exitCode, stderr).toBe(0);
      expect(stdout).toContain("Write a secret file");
      for (const form of [canary, Buffer.from(canary).toString("base64").slice(0, 12)]) {
        expect(stdout + stderr).not.toContain(form);
      }
    },
  );

  it("is on the host as it was given", async () => {
    const host = sharedHost("worker1");
    expect((await host.exec("cat /root/secret; stat -c %a /root/secret")).stdout).toBe(
      `changed ${canary}\n600\n`,
    );
    expect((await host.exec("getent shadow keeper | cut -d: -f2")).stdout).toBe(`$6$${canary}$hash\n`);
  });
});
