import { execFile } from "node:child_process";
import { join } from "node:path";
import { describe, expect, it } from "vitest";

const runner = join(import.meta.dirname, "../run.ts");

/** The last line that the runner prints for a folder of tests, and its exit code. */
function run(folder: string, ...args: string[]): Promise<{ line: string | undefined; code: number | null }> {
  const { promise, resolve } = Promise.withResolvers<{ line: string | undefined; code: number | null }>();
  const root = join(import.meta.dirname, "../fixtures/run", folder);
  const child = execFile(process.execPath, [runner, "--root", root, ...args], (_error, stdout) => {
    resolve({ line: stdout.split("\n").at(-2), code: child.exitCode });
  });
  return promise;
}

describe("the test runner", () => {
  it("counts failed tests, files that do not load and hooks that fail", async () => {
    expect(await run("mixed")).toEqual({ line: "1 passed, 3 failed, 2 skipped", code: 1 });
  });

  it("counts only what the arguments select", async () => {
    expect(await run("mixed", "-t", "passes", "mixed.test.ts")).toEqual({
      line: "1 passed, 0 failed, 2 skipped",
      code: 0,
    });
  });

  it("takes no test at all for a failure", async () => {
    expect(await run("mixed", "no-such-file")).toEqual({ line: "0 passed, 1 failed", code: 1 });
  });

  it("takes a failing set-up for a failure", async () => {
    expect(await run("setup-fails")).toEqual({ line: "0 passed, 1 failed", code: 1 });
  });

  it("takes a failing teardown for a failure", async () => {
    expect(await run("teardown-fails")).toEqual({ line: "1 passed, 1 failed", code: 1 });
  });

  it("ends although something keeps the process alive", async () => {
    expect(await run("keeps-alive")).toEqual({ line: "1 passed, 0 failed", code: 0 });
  });
});
