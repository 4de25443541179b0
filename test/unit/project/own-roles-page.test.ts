import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = join(import.meta.dirname, "../../..");

describe("the examples of docs/own-roles.md", () => {
  const folder = mkdtempSync(join(tmpdir(), "lab-page-"));
  const node = (...args: string[]) => {
    // The runner of these tests says so in the environment, and node --test would then report to it.
    const { NODE_TEST_CONTEXT: _, ...env } = process.env;
    return execFileSync(process.execPath, args, { cwd: folder, encoding: "utf8", env });
  };

  beforeAll(() => {
    const page = readFileSync(join(root, "docs/own-roles.md"), "utf8");
    const [role = "", module = "", test = ""] = [...page.matchAll(/```ts\n(.*?)```/gs)].map(
      ([, text]) => text,
    );
    const files = {
      "package.json": '{ "type": "module" }',
      "roles/cache/role.ts": role,
      "roles/cache/role.test.ts": test,
      "resources/certificate.ts": module,
      "templates/cache/cache.conf.hbs": "{{megabytes}} MB for {{cluster}}\n",
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    mkdirSync(join(folder, "node_modules"));
    symlinkSync(root, join(folder, "node_modules/lab"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it("are a role and a module that lab takes", () => {
    const found = node(join(import.meta.dirname, "print-project.ts"));
    expect(JSON.parse(found)).toEqual({ roles: ["cache"], modules: ["certificate"] });
  });

  it("are a test that passes", () => {
    expect(node("--test", "--test-reporter=tap", "roles/cache/role.test.ts")).toMatch(/^# pass 1$/m);
  });
});
