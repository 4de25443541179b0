import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { measuringMemory, peakMemory } from "../../bench/peak-memory.ts";
import { timedRun } from "../../bench/timed-run.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lab-bench-test-"));
});
afterAll(() => rm(folder, { recursive: true }));

const context = (signal = new AbortController().signal) => ({ folder, signal });

describe("timedRun", () => {
  it("returns what a program says on both streams, and how long it took", async () => {
    const args = ["-c", 'echo "$GREETING"; echo again >&2'];
    const run = await timedRun({ program: "sh", args, environment: { GREETING: "hello" } }, context());
    expect(run.output).toBe("hello\nagain\n");
    expect(run.seconds).toBeGreaterThan(0);
  });

  it("throws with what a program said when it fails, or is not there", async () => {
    const failing = { program: "sh", args: ["-c", "echo no such host >&2; exit 3"] };
    await expect(timedRun(failing, context())).rejects.toThrow("sh ended with 3:\nno such host");
    await expect(timedRun({ program: "no-such-program", args: [] }, context())).rejects.toThrow("ENOENT");
  });

  it("ends a program that is interrupted", async () => {
    const interruption = new AbortController();
    const running = timedRun({ program: "sleep", args: ["600"] }, context(interruption.signal));
    interruption.abort(new Error("interrupted"));
    await expect(running).rejects.toThrow("interrupted");
  });
});

describe("peakMemory", () => {
  it("is what the process had at most, not what it has at its end", async () => {
    const wasteful = "let b = Buffer.alloc(2e8, 1); b = null; globalThis.gc();";
    const args = [...measuringMemory, "--expose-gc", "-e", wasteful];
    const bytes = await peakMemory({ program: process.execPath, args }, context());
    expect(bytes).toBeGreaterThan(2e8);
    expect(bytes).toBeLessThan(4e8);
  });
});
