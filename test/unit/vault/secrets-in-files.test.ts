import { rmSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { otherKey, sealed, vaultBlock, vaultFolder } from "./vault-folder.ts";

// Each test starts lab several times.
vi.setConfig({ testTimeout: 60_000 });

const canary = "canary 'ü' \"7f3a\"";
const { path, write, read, lab } = vaultFolder();
const clusters = read("inventory/clusters.json");

/** clusters.json with keys of its own and of its first node. */
function inventory(ofFile: object, ofNode: object = {}, mode = 0o600): void {
  const data = JSON.parse(clusters);
  Object.assign(data, ofFile);
  Object.assign(data.clusters[0].nodes[0], ofNode);
  write("inventory/clusters.json", JSON.stringify(data, null, 2), mode);
}

function playbook(text: string): void {
  write("playbooks/site.yaml", text);
}

const noKey = { LAB_VAULT_KEY_FILE: "", HOME: "/nonexistent" };

async function withoutKey(...args: readonly string[]) {
  const key = read(".lab/vault.key");
  rmSync(path(".lab/vault.key"));
  const result = await lab(args, noKey);
  write(".lab/vault.key", key);
  return result;
}

describe("what is encrypted", () => {
  it("is opened in every file of variables, and shown by no command", async () => {
    inventory({ vars: { of_json: await sealed(canary) } }, { password: await sealed(canary) });
    write("inventory/group_vars/all.yaml", `single: ${await vaultBlock(canary)}`);
    write("inventory/host_vars/cp1.yaml", await sealed(`whole: ${JSON.stringify(canary)}\n`));
    write("more.json", await sealed(JSON.stringify({ of_file: canary })));
    write("extra.yaml", `extra: ${await vaultBlock(canary)}`);
    playbook(`- hosts: cp1
  vars_files: [../more.json]
  vars: { all: "{{single}}{{whole}}{{of_json}}{{of_file}}{{extra}}" }
  tasks:
    - copy: { dest: /root/x, content: "{{all}}", secret: true }
`);
    const runs = [
      ["validate", "-e", "@extra.yaml"],
      ["play", "site", "--list-tasks", "-e", "@extra.yaml"],
      ["explain", "cp1", "--playbook", "site", "-e", "@extra.yaml"],
      ["explain", "cp1", "--playbook", "site", "-e", "@extra.yaml", "--json"],
      ["inventory", "--list"],
      ["inventory", "--host", "cp1"],
    ];
    for (const args of runs) {
      const { exitCode, stdout, stderr } = await lab(args);
      expect(stderr).toBe("");
      expect(exitCode).toBe(0);
      expect(stdout).not.toMatch(/canary|7f3a|BEGIN AGE/);
    }
    await lab(["inventory", "--write", "hosts.yaml"]);
    expect(read("hosts.yaml")).not.toMatch(/canary|7f3a|BEGIN AGE/);
    rmSync(path("inventory/host_vars"), { recursive: true });
  });

  it("may be the whole inventory, whose names and addresses are no secret", async () => {
    write("inventory/clusters.json", await sealed(clusters));
    playbook("- hosts: w1\n  tasks: []\n");
    expect((await lab(["play", "site", "--list-hosts"])).stdout).toContain("w1");
    const { stderr } = await withoutKey("validate");
    expect(
      stderr,
    ).toBe(`inventory/clusters.json:1:1: error: this file is encrypted as a whole, and there is no vault key to read it
  1 | -----BEGIN AGE ENCRYPTED FILE-----
    | ^
  hint: give the key with --vault-key FILE; what is to be checked without it has its values encrypted one by one: lab vault encrypt --string
`);
    inventory({});
  });

  it("is left closed with a warning where nothing is run, and refused by a run", async () => {
    write("inventory/group_vars/all.yaml", `a: ${await vaultBlock(canary)}b: ${await vaultBlock("2")}`);
    playbook(`- hosts: cp1
  tasks:
    - wait_for: { port: "{{b}}" }
    - copy: { dest: /root/x, content: "{{a}}", secret: true, mode: "9" }
`);
    const checked = await withoutKey("validate");
    expect(checked.stderr).toContain(
      `inventory/group_vars/all.yaml:1:11: warning: 2 encrypted values of this file were not checked: there is no vault key
  1 | a: !vault |
    |           ^
  hint: give the key with --vault-key FILE or LAB_VAULT_KEY_FILE, or write it to .lab/vault.key
`,
    );
    playbook('- hosts: cp1\n  tasks:\n    - wait_for: { port: "{{b}}" }\n');
    expect((await withoutKey("validate")).exitCode).toBe(0);
    expect((await withoutKey("play", "site", "--syntax-check")).exitCode).toBe(0);
    expect((await withoutKey("explain", "cp1", "a")).stdout).toContain("known later");
    const run = await withoutKey("play", "site");
    expect(run.exitCode).toBe(1);
    expect(
      run.stderr,
    ).toBe(`inventory/group_vars/all.yaml:1:11: error: this is encrypted, and there is no vault key
  1 | a: !vault |
    |           ^
  hint: give the key with --vault-key FILE or LAB_VAULT_KEY_FILE, or write it to .lab/vault.key
`);
  });

  it("is told at its place where it is damaged, or for another key", async () => {
    const damaged = (await vaultBlock("x")).replace("YWdl", "YWdm");
    write(
      "inventory/group_vars/all.yaml",
      `a: ${damaged}b: ${await vaultBlock("x", otherKey.recipient)}c: !vault x\n`,
    );
    const { stderr } = await lab(["validate"]);
    expect(stderr.match(/^\S+: error: .*$/gm)).toEqual([
      "inventory/group_vars/all.yaml:1:11: error: what is encrypted here is damaged: it is not as age wrote it",
      expect.stringMatching(/all\.yaml:\d+:11: error: this is encrypted for another vault key$/),
      expect.stringMatching(/all\.yaml:\d+:11: error: this is not encrypted$/),
    ]);
    rmSync(path("inventory/group_vars"), { recursive: true });
  });
});

describe("references to secrets", () => {
  it("lead to variables of the environment and to files, beside the file that names them", async () => {
    playbook("- hosts: cp1\n  tasks: []\n");
    inventory({ ssh_password: "env:LAB_TEST_PW" }, { become_password: "file:secrets/pw" });
    write("inventory/secrets/pw", `${canary}\n`);
    write("home/pw", "second secret\n");
    write(
      "inventory/group_vars/all.yaml",
      "a: !secret env:LAB_TEST_PW\nb: !secret file:~/home/pw\nc: env:x\n",
    );
    const env = { LAB_TEST_PW: canary };
    const { exitCode, stderr } = await lab(["validate"], env);
    expect(stderr).toBe("");
    expect(exitCode).toBe(0);
    const { stdout } = await lab(["explain", "w1", "a", "b", "c"], env);
    expect(stdout).toMatch(/^a: "\*\*\*"$.*^b: "\*\*\*"$.*^c: "env:x"$/ms);
  });

  it("are mistakes of a run where they lead nowhere", async () => {
    playbook("- hosts: cp1\n  tasks: []\n");
    rmSync(path("inventory/secrets"), { recursive: true });
    const { exitCode, stderr } = await lab(["play", "site"]);
    expect(exitCode).toBe(1);
    expect(stderr.match(/^\S+: error: .*$/gm)).toEqual([
      expect.stringMatching(
        /clusters\.json:\d+:\d+: error: the file of this secret is not there: .*\/inventory\/secrets\/pw$/,
      ),
      expect.stringMatching(
        /clusters\.json:\d+:\d+: error: the environment variable LAB_TEST_PW is not set$/,
      ),
      expect.stringMatching(/all\.yaml:1:12: error: the environment variable LAB_TEST_PW is not set$/),
    ]);
    expect(stderr).toContain(
      "  hint: export LAB_TEST_PW, or run lab with LAB_TEST_PW=…; where the secret itself begins like that, write plain: before it\n",
    );
    const checked = await lab(["validate"]);
    expect(checked.exitCode).toBe(0);
    expect(checked.stderr.match(/warning: this secret was not checked/g)).toHaveLength(3);
  });
});

describe("a secret in plain text", () => {
  it("is one warning for each file that others can read, and a mistake with --strict", async () => {
    inventory({ ssh_password: canary, become_password: "plain:env:x" }, {}, 0o644);
    write("inventory/group_vars/all.yaml", `a: !secret ${canary}\nb: !secret "{{ a }}"\n`, 0o640);
    write("inventory/host_vars/cp1.yaml", "a: !secret y\n", 0o600);
    const said = `others can read this file, and it holds`;
    const { exitCode, stderr } = await lab(["validate"]);
    expect(exitCode).toBe(0);
    expect(stderr).not.toContain("7f3a");
    expect(stderr.match(/^\S+: warning: .*$/gm)).toEqual([
      expect.stringContaining(`clusters.json:26:19: warning: ${said} 2 secrets in plain text`),
      `inventory/group_vars/all.yaml:1:12: warning: ${said} a secret in plain text`,
    ]);
    expect(stderr).toContain("  hint: chmod 600 inventory/clusters.json; or replace it by ");
    for (const args of [
      ["validate", "--strict"],
      ["play", "site", "--strict"],
    ]) {
      const strict = await lab(args);
      expect(strict.exitCode).toBe(1);
      expect(strict.stderr.match(/^\S+: error: /gm)).toHaveLength(2);
    }
    write("lab.yaml", "strict: true\n");
    expect((await lab(["validate"])).exitCode).toBe(1);
    for (const file of ["inventory/clusters.json", "inventory/group_vars/all.yaml"]) write(file, read(file));
    expect(await lab(["validate"])).toMatchObject({ exitCode: 0, stderr: "" });
  });

  it("is none within a file that is encrypted", async () => {
    inventory({});
    write("inventory/group_vars/all.yaml", await sealed("a: !secret y\n"), 0o644);
    expect(await lab(["validate"])).toMatchObject({ exitCode: 0, stderr: "" });
  });
});
