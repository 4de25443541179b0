import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";

const noisyHost = join(import.meta.dirname, "noisy-host.ts");

it.each(["a line without end", "many lines", "both streams"])(
  "a host that prints 400 MB fills no memory: %s",
  { timeout: 300_000 },
  (name) => {
    const { stdout, stderr } = spawnSync(process.execPath, [noisyHost, name], { encoding: "utf8" });
    const { peak, kept, exitCode } = JSON.parse(stdout || `{"peak": ${JSON.stringify(stderr)}}`);
    expect(exitCode).toBe(0);
    expect(kept).toBeLessThan(5_000_000);
    expect(peak).toBeLessThan(400);
  },
);
