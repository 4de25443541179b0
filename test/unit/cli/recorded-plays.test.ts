import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { compileRun, readRunInputs } from "../../../src/cli/prepare-run.ts";
import { recordedPlays } from "../../../src/cli/recorded-plays.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-recorded-"));
const playbook = join(folder, "play.yaml");
afterAll(() => rmSync(folder, { recursive: true }));

async function recorded(tasks: string): Promise<string> {
  writeFileSync(playbook, `- hosts: all\n  vars: { db_password: canary-1 }\n  tasks:\n${tasks}`);
  const inventory = "test/fixtures/validate/clusters.json";
  const inputs = await readRunInputs({ inventory, extraVars: [], tags: [], skipTags: [] });
  const { plays } = await compileRun(playbook, inputs, async () => new Map());
  return JSON.stringify(recordedPlays(plays));
}

describe("recordedPlays", () => {
  it.each([
    ["what no_log hides", 'shell: "echo canary-2"\n      no_log: true'],
    ["arguments that are secret by nature", "user: { name: keeper, password: canary-2 }"],
    ["the content of a secret file", "copy: { dest: /root/key, content: canary-2, secret: true }"],
    ["values that are secret by their name", "set_fact: { join_token: canary-2 }"],
  ])("leave out %s, and the lines of the file", async (_, task) => {
    const text = await recorded(`    - name: Work\n      ${task}\n`);
    expect(text).toContain('"name":"Work"');
    expect(text).not.toContain("canary");
  });

  it("keep what is no secret, and the templates that name one", async () => {
    const text = await recorded('    - copy: { dest: /etc/motd, content: "{{ db_password }} hello" }\n');
    expect(text).toContain('"content":"{{ db_password }} hello"');
  });
});
