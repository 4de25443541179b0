import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { type PreparedRun, prepareRun, type RunFlags } from "../../../src/cli/prepare-run.ts";

const inventory = "test/fixtures/validate/clusters.json";

/** Prepares playbooks that a test writes, on the hosts cp1, w1 and w2. */
export function playFolder(): {
  write(name: string, text: string): string;
  prepare(text: string, flags?: Partial<RunFlags>): Promise<PreparedRun>;
} {
  const folder = mkdtempSync(join(tmpdir(), "lab-plays-"));
  afterAll(() => rmSync(folder, { recursive: true }));
  const write = (name: string, text: string): string => {
    const file = join(folder, name);
    writeFileSync(file, text);
    return file;
  };
  return {
    write,
    prepare: (text, flags = {}) =>
      prepareRun(write("playbook.yaml", text), {
        inventory,
        extraVars: [],
        tags: [],
        skipTags: [],
        ...flags,
      }),
  };
}
