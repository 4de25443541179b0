import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll } from "vitest";
import { seal } from "../../../src/vault/age.ts";
import { type LabResult, runLab } from "../../run-lab.ts";

const fixtures = join(import.meta.dirname, "../../fixtures");

/** Two keys made for tests, each with its recipient. */
export const testKey = keyIn("test-only.key");
export const otherKey = keyIn("other-test-only.key");

function keyIn(name: string) {
  const file = join(fixtures, "vault", name);
  const text = readFileSync(file, "utf8");
  const recipient = /age1\w+/.exec(text)?.[0] ?? "";
  return { file, recipient, identity: /AGE-SECRET-KEY-\w+/.exec(text)?.[0] ?? "" };
}

/** A text encrypted for the test's key. */
export function sealed(text: string, recipient = testKey.recipient): Promise<string> {
  return seal(text, [recipient]);
}

/** A vault value in YAML, its lines indented by two blanks. */
export async function vaultBlock(text: string, recipient = testKey.recipient): Promise<string> {
  return `!vault |\n${(await sealed(text, recipient)).trimEnd().replaceAll(/^/gm, "  ")}\n`;
}

/** A project in a folder of its own, with the hosts cp1, w1 and w2 and the test's key; nobody's home has another one. */
export function vaultFolder() {
  const folder = mkdtempSync(join(tmpdir(), "lab-vault-test-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const path = (name: string): string => join(folder, name);
  const write = (name: string, text: string, mode = 0o600): string => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), text);
    chmodSync(path(name), mode);
    return path(name);
  };
  mkdirSync(path("inventory"));
  copyFileSync(join(fixtures, "validate/clusters.json"), path("inventory/clusters.json"));
  write(".lab/vault.key", readFileSync(testKey.file, "utf8"));
  return {
    folder,
    path,
    write,
    read: (name: string): string => readFileSync(path(name), "utf8"),
    modeOf: (name: string): string => (statSync(path(name)).mode & 0o777).toString(8),
    lab: (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<LabResult> =>
      runLab(args, { HOME: folder, LAB_VAULT_KEY: "", LAB_VAULT_KEY_FILE: "", ...env }, folder),
  };
}
