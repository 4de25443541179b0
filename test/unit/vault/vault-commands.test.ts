import { execFileSync } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { describe, expect, it, vi } from "vitest";
import { otherKey, sealed, testKey, vaultBlock, vaultFolder } from "./vault-folder.ts";

// Each test starts lab several times.
vi.setConfig({ testTimeout: 60_000 });

const { folder, path, write, read, modeOf, lab } = vaultFolder();

/** What lab says when it refuses something. */
async function refusal(...args: readonly string[]): Promise<string> {
  const { exitCode, stderr } = await lab(args);
  expect(exitCode).toBe(1);
  return stderr;
}

function age(...args: readonly string[]): string {
  return execFileSync("age", args, { encoding: "utf8", cwd: folder });
}

describe("lab vault keygen", () => {
  it("writes a key for its owner alone, prints its recipient, and overwrites nothing", async () => {
    const { exitCode, stdout } = await lab(["vault", "keygen", "new/vault.key"]);
    expect(exitCode).toBe(0);
    expect(modeOf("new/vault.key")).toBe("600");
    expect(modeOf("new")).toBe("700");
    expect(execFileSync("age-keygen", ["-y", path("new/vault.key")], { encoding: "utf8" })).toBe(
      `${stdout.trim().split("\n").at(-1)}\n`,
    );
    const key = read("new/vault.key");
    expect(stdout).not.toContain(/AGE-SECRET-KEY-\w+/.exec(key)?.[0]);
    expect(await refusal("vault", "keygen", "new/vault.key")).toBe(
      "error: new/vault.key is there already, and is not overwritten\n" +
        "  hint: what was encrypted for it would be lost; name another file\n",
    );
    expect(read("new/vault.key")).toBe(key);
  });
});

describe("lab vault encrypt and decrypt", () => {
  it("read and write what age reads and writes, armored and binary", async () => {
    write("a.yaml", "a: 'é'\n", 0o640);
    await lab(["vault", "encrypt", "a.yaml"]);
    expect(read("a.yaml")).toMatch(/^-----BEGIN AGE ENCRYPTED FILE-----\n/);
    expect(age("--decrypt", "-i", testKey.file, path("a.yaml"))).toBe("a: 'é'\n");
    age("--encrypt", "-r", testKey.recipient, "-o", path("b.yaml"), testKey.file);
    expect((await lab(["vault", "view", "b.yaml"])).stdout).toContain("# A key made for tests");
    const { stderr } = await lab(["vault", "decrypt", "a.yaml"]);
    expect(read("a.yaml")).toBe("a: 'é'\n");
    expect(modeOf("a.yaml")).toBe("640");
    expect(stderr).toBe("warning: others can read a.yaml\n  hint: chmod 600 a.yaml\n");
  });

  it("change no file where one of them cannot be encrypted, and leave nothing beside them", async () => {
    write("some/plain.yaml", "a: 1\n");
    write("some/sealed.yaml", await sealed("a: 1\n"));
    expect(await refusal("vault", "encrypt", "some/plain.yaml", "some/sealed.yaml")).toBe(
      "error: some/sealed.yaml is encrypted already\n  hint: lab vault edit some/sealed.yaml changes it\n",
    );
    expect(read("some/plain.yaml")).toBe("a: 1\n");
    expect(readdirSync(path("some"))).toEqual(["plain.yaml", "sealed.yaml"]);
  });

  it("print a value that is ready for a file, and take none as an argument", async () => {
    const secret = await lab(["vault", "encrypt", "--string", "hunter2"]);
    expect(secret.stderr).toBe(
      "error: --string takes no argument: others could read it in the list of processes\n" +
        "  hint: give the value on stdin, or type it when lab asks for it\n",
    );
    const program = `node ${process.cwd()}/src/cli/lab.js vault encrypt --string`;
    const run = (input: string, flags: string): string =>
      execFileSync("/bin/sh", ["-c", `${program} ${flags}`], { cwd: folder, input, encoding: "utf8" });
    write("c.yaml", run("hünter2\n", "--name pin"));
    write("c.json", `{${run("several\nlines\n", "--name key --json")}}`);
    expect(read("c.yaml")).toMatch(/^pin: !vault \|\n {2}-----BEGIN/);
    expect((await lab(["vault", "view", "c.yaml"])).stdout).toBe('pin: !secret "hünter2"\n');
    expect(JSON.parse((await lab(["vault", "view", "c.json"])).stdout)).toEqual({ key: "several\nlines\n" });
  });

  it.each([
    [["encrypt"], "error: there is nothing to encrypt\n  hint: name files, or give --string\n"],
    [["encrypt", "--json", "x"], "error: --name and --json are for --string\n"],
    [["encrypt", "none.yaml"], "error: there is no file none.yaml\n  hint: check its path\n"],
    [["encrypt", "--string"], "error: there is nothing to encrypt: the value is empty\n"],
    [
      ["view", "inventory/clusters.json"],
      "error: nothing in inventory/clusters.json is encrypted\n" +
        "  hint: lab vault encrypt inventory/clusters.json encrypts all of it\n",
    ],
    [
      ["rekey", "inventory/clusters.json", "--vault-key", "none.key"],
      "error: nothing in inventory/clusters.json is encrypted\n" +
        "  hint: lab vault encrypt inventory/clusters.json encrypts all of it\n",
    ],
  ])("refuse %j", async (args, message) => {
    expect(await refusal("vault", ...args)).toBe(message);
  });
});

describe("lab vault edit", () => {
  const edit = (file: string, editor: string) => lab(["vault", "edit", file], { EDITOR: editor, VISUAL: "" });

  it("shows the editor plain text that only the user can reach, and leaves none of it behind", async () => {
    write("d.yaml", await sealed("a: 1\n"), 0o644);
    const look = write(
      "look",
      `#!/bin/sh
stat -c %a "$1" "\${1%/*}" >${path("seen")}; echo "$1" >>${path("seen")}
env | grep -c LAB_VAULT_KEY= >>${path("seen")}
sed -i s/1/2/ "$1"
`,
      0o700,
    );
    const { exitCode } = await lab(["vault", "edit", "d.yaml"], {
      EDITOR: look,
      VISUAL: "",
      LAB_VAULT_KEY: testKey.identity,
    });
    expect(exitCode).toBe(0);
    const [fileMode, folderMode, file = "", keys] = read("seen").trim().split("\n");
    expect([fileMode, folderMode, keys]).toEqual(["600", "700", "0"]);
    expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
    expect(statSync(file.replace(/\/[^/]*$/, ""), { throwIfNoEntry: false })).toBeUndefined();
    expect((await lab(["vault", "view", "d.yaml"])).stdout).toBe("a: 2\n");
    expect(modeOf("d.yaml")).toBe("644");
  });

  it("changes nothing where nothing was changed, or the editor fails", async () => {
    const before = await sealed("a: 1\n");
    write("e.yaml", before);
    expect((await edit("e.yaml", "true")).stdout).toBe("e.yaml stays as it was\n");
    expect((await edit("e.yaml", 'sed -i s/1/2/ "$1"; exit 3; :')).stderr).toContain("it ended with 3\n");
    const ends = write(
      "ends",
      `#!/bin/sh\necho "$1" >${path("left")}\nkill -TERM $PPID\nexec sleep 30\n`,
      0o700,
    );
    expect((await edit("e.yaml", ends)).exitCode).toBe(130);
    expect(statSync(read("left").trim(), { throwIfNoEntry: false })).toBeUndefined();
    expect(read("e.yaml")).toBe(before);
  });

  it("changes one value of several, and keeps the others as they are", async () => {
    const before = `# top\na: ${await vaultBlock("first")}b: ${await vaultBlock("second")}c: 1\n`;
    write("f.yaml", before);
    await edit("f.yaml", "sed -i 's/second/2nd/'");
    expect(read("f.yaml").split("b: ")[0]).toBe(before.split("b: ")[0]);
    expect((await lab(["vault", "view", "f.yaml"])).stdout).toBe(
      '# top\na: !secret "first"\nb: !secret "2nd"\nc: 1\n',
    );
    const broken = await edit("f.yaml", "sed -i 's/c: 1/c: \"/'");
    expect(broken.exitCode).toBe(1);
    expect(broken.stderr).toContain("a quote that was opened before is never closed");
    expect(broken.stderr).not.toContain("first");
  });

  it("begins a file that is not there", async () => {
    await edit("g.yaml", "echo 'a: 1' >");
    expect(modeOf("g.yaml")).toBe("600");
    expect((await lab(["vault", "view", "g.yaml"])).stdout).toBe("a: 1\n");
  });
});

describe("lab vault rekey", () => {
  it("encrypts whole files and single values for the recipients of lab.yaml", async () => {
    write("h.yaml", await sealed(`a: ${await vaultBlock("inner")}`));
    write("i.yaml", `a: ${await vaultBlock("single")}`);
    write("other.yaml", `vault_recipients: [${otherKey.recipient}]\n`);
    const { exitCode, stdout } = await lab(["vault", "rekey", "h.yaml", "i.yaml"], {
      LAB_CONFIG: path("other.yaml"),
    });
    expect(exitCode).toBe(0);
    expect(stdout).toBe(`wrote h.yaml\nwrote i.yaml\nencrypted for 1 recipient: ${otherKey.recipient}\n`);
    const view = await lab(["vault", "view", "i.yaml", "--vault-key", otherKey.file]);
    expect(view.stdout).toBe('a: !secret "single"\n');
    const whole = await lab(["vault", "decrypt", "h.yaml", "--vault-key", otherKey.file]);
    expect(whole.exitCode).toBe(0);
    expect((await lab(["vault", "view", "h.yaml", "--vault-key", otherKey.file])).stdout).toBe(
      'a: !secret "inner"\n',
    );
    expect(
      await refusal("vault", "view", "i.yaml"),
    ).toBe(`i.yaml:1:4: error: this is encrypted for another vault key
  1 | a: !vault |
    |    ^^^^^^^
  hint: give the right one with --vault-key FILE; or let somebody who has it add yours: lab vault rekey
`);
  });
});
