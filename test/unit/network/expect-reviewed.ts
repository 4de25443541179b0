import { spawnSync } from "node:child_process";
import { expect } from "vitest";

/** Asserts that a script is that of the golden file beside the test, and that shellcheck has nothing against it. */
export async function expectReviewed(script: string, golden: string): Promise<void> {
  await expect(script).toMatchFileSnapshot(`golden/${golden}.sh`);
  const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-"], { input: script, encoding: "utf8" });
  expect(error).toBeUndefined();
  expect(stdout).toBe("");
}
