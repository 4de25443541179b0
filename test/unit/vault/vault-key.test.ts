import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Encrypter } from "age-encryption";
import { describe, expect, it, vi } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { printProblems } from "../../../src/input/print-problems.ts";
import { loadIdentities } from "../../../src/vault/load-identities.ts";
import { otherKey, testKey, vaultBlock, vaultFolder } from "./vault-folder.ts";

// Each test starts lab several times.
vi.setConfig({ testTimeout: 60_000 });

const { path, write, lab } = vaultFolder();
const wrong = otherKey.file;

async function textOf(action: Promise<unknown>): Promise<string> {
  try {
    await action;
  } catch (error) {
    if (error instanceof InputError) return printProblems(error.problems);
    throw error;
  }
  return "";
}

describe("the vault key", () => {
  it("comes from the first place that has one", async () => {
    write("a.yaml", `a: ${await vaultBlock("found")}`);
    write("lab.yaml", `vault_key: keys/right.key\n`);
    write("keys/right.key", readFileSync(testKey.file, "utf8"));
    write(".lab/vault.key", readFileSync(wrong, "utf8"));
    write(".config/lab/vault.key", readFileSync(wrong, "utf8"));
    const exitCode = async (flags: readonly string[], env = {}): Promise<number | null> =>
      (await lab(["vault", "view", "a.yaml", ...flags], env)).exitCode;
    const file = { LAB_VAULT_KEY_FILE: testKey.file };
    const text = { LAB_VAULT_KEY: testKey.identity };
    expect(await exitCode(["--vault-key", wrong], { ...file, ...text })).toBe(1);
    expect(await exitCode(["--vault-key", testKey.file], { LAB_VAULT_KEY_FILE: wrong })).toBe(0);
    expect(await exitCode([], { ...file, LAB_VAULT_KEY: otherKey.identity })).toBe(0);
    expect(await exitCode([], text)).toBe(0);
    expect(await exitCode([], { LAB_VAULT_KEY: otherKey.identity })).toBe(1);
    expect(await exitCode([])).toBe(0);
    write("lab.yaml", "");
    expect(await exitCode([])).toBe(1);
    execFileSync("rm", ["-r", path(".lab")]);
    write(".config/lab/vault.key", readFileSync(testKey.file, "utf8"));
    expect(await exitCode([])).toBe(0);
  });

  it("may be several, with comments; it is told when others can read it", async () => {
    const text = `# mine\n\n${testKey.identity}\r\n  ${otherKey.identity}\n`;
    const where = { kind: "file", path: write("two.key", text, 0o640), namedBy: null } as const;
    const { identities, warnings } = await loadIdentities(where, null);
    expect(identities).toEqual([testKey.identity, otherKey.identity]);
    expect(warnings).toEqual([
      { message: `others can read the vault key ${path("two.key")}`, hint: `chmod 600 ${path("two.key")}` },
    ]);
  });

  it("may have a passphrase, which is asked for", async () => {
    const encrypter = new Encrypter();
    encrypter.setScryptWorkFactor(4);
    encrypter.setPassphrase("open sesame");
    const bytes = await encrypter.encrypt(`${testKey.identity}\n`);
    const where = { kind: "file", path: write("locked.key", ""), namedBy: null } as const;
    execFileSync("tee", [where.path], { input: bytes });
    const ask = (answer: string) => async () => answer;
    expect((await loadIdentities(where, ask("open sesame"))).identities).toEqual([testKey.identity]);
    expect(await textOf(loadIdentities(where, ask("guess")))).toContain("this is not the passphrase");
    expect(await textOf(loadIdentities(where, null))).toContain("no terminal to ask for it");
  });

  it.each([
    ["", "error: there is no key in LAB_VAULT_KEY\n  hint: lab vault keygen makes a key"],
    [testKey.recipient, "this is a recipient, not a key"],
    [`# a\nhunter2`, "LAB_VAULT_KEY:2:1: error: this is no age key\n  2 | *******\n"],
    [testKey.identity.replace(/.$/, "Q"), "error: this key has a slip in it\n  1 | ****"],
  ])("is refused where it is none, and not shown: %j", async (text, message) => {
    const said = await textOf(loadIdentities({ kind: "text", text }, null));
    expect(said).toContain(message);
    expect(said).not.toMatch(/hunter2|age1|AGE-SECRET-KEY-1\w/);
  });

  it("is told where it is not there, with who names it", async () => {
    const { stderr } = await lab(["vault", "view", "a.yaml", "--vault-key", "none.key"]);
    expect(stderr).toBe(
      `error: the vault key none.key cannot be read: there is no such file\n  hint: check --vault-key\n`,
    );
  });
});
