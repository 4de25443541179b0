import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { loadRoles } from "../../../roles/index.ts";
import { schemaCommand } from "../../../src/cli/schema-command.ts";
import { modules } from "../../../src/resources/index.ts";

const roles = await loadRoles();

const vocabulary = { modules, roles };

function printed(name: string | undefined, options: { role?: string; write?: string } = {}): string {
  let output = "";
  const code = schemaCommand(name, { vocabulary, ...options }, (text) => {
    output += text;
  });
  expect(code).toBe(0);
  return output;
}

describe("lab schema", () => {
  it("prints the schema of playbooks, or the one that is named", () => {
    expect(JSON.parse(printed(undefined))).toEqual(JSON.parse(printed("playbook")));
    expect(JSON.parse(printed("clusters"))).toMatchObject({ title: "clusters.json" });
    expect(JSON.parse(printed("role", { role: "base" })).properties).toHaveProperty("swap");
  });

  it("suggests a name", () => {
    expect(() => printed("playbok")).toThrow('there is no schema "playbok"');
    expect(() => printed("role", { role: "bsae" })).toThrow('there is no role "bsae"');
    expect(() => printed("role")).toThrow("the schema of which role?");
  });

  it("writes all schemas, and prints the settings that name them", () => {
    const folder = mkdtempSync(join(tmpdir(), "lab-schema-"));
    try {
      const said = printed(undefined, { write: join(folder, "a/b") });
      const files = readdirSync(join(folder, "a/b"));
      expect(files).toContain("playbook.json");
      for (const file of files) JSON.parse(readFileSync(join(folder, "a/b", file), "utf8"));
      expect(said).toMatch(/^wrote 6 schemas to .*\.vscode\/settings\.json:\n\{/);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});
