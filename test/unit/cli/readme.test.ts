import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLab } from "../../run-lab.ts";

const root = join(import.meta.dirname, "../../..");
const readme = readFileSync(join(root, "README.md"), "utf8");

/** The first fenced block of a language that holds `part`. */
function block(language: string, part: string): string {
  const blocks = [...readme.matchAll(/^```(\w*)\n(.*?)^```$/gms)];
  const found = blocks.find(([, name, text]) => name === language && text?.includes(part))?.[2];
  if (found === undefined) throw new Error(`README.md has no such block: ${part}`);
  return found;
}

describe("what the README shows", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-readme-"));
  const playbook = block("yaml", "Trust the registry");

  beforeAll(() => {
    cpSync(join(root, "inventory"), join(folder, "inventory"), { recursive: true });
    // It holds a password.
    chmodSync(join(folder, "inventory/clusters.json"), 0o600);
    mkdirSync(join(folder, "playbooks/templates"), { recursive: true });
    writeFileSync(join(folder, "playbooks/templates/registry.crt.hbs"), "{{registry}}\n");
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("is a valid playbook", async () => {
    writeFileSync(join(folder, "playbooks/net.yaml"), playbook);
    const { exitCode, stdout, stderr } = await runLab(["validate", "net"], {}, folder);
    expect(stderr).toBe("");
    expect(stdout).toBe("playbooks/net.yaml: valid, 1 play on 2 hosts\n");
    expect(exitCode).toBe(0);
  });

  it("is the message for the mistake that it shows", async () => {
    writeFileSync(join(folder, "playbooks/net.yaml"), playbook.replace("facts.memory", "fact.memory"));
    const { exitCode, stderr } = await runLab(["validate", "net"], {}, folder);
    expect(stderr).toBe(block("", 'the variable "fact"'));
    expect(exitCode).toBe(1);
  });
});
