import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { sharedInventory } from "./hosts.ts";
import { startReconcile } from "./start-reconcile.ts";

const tellHeap = join(import.meta.dirname, "tell-heap.mjs");

it("takes no more memory after 500 ticks than after 100", async () => {
  const folder = await mkdtemp(join(tmpdir(), "lab-memory-"));
  try {
    const tasks = [{ name: "Keep", copy: { dest: "/tmp/lab-memory", content: "kept\n" } }];
    await writeFile(join(folder, "play.yaml"), JSON.stringify([{ name: "Keep", hosts: "all", tasks }]));
    const flags = ["--limit", "worker1", "--every", "20ms", "--jitter", "0", "--ticks", "501"];
    const running = startReconcile(["play.yaml", "-i", sharedInventory(), ...flags], {
      folder,
      nodeFlags: ["--expose-gc", "--import", tellHeap],
    });
    for (const tick of [100, 500]) {
      await running.until((line) => line.tick === tick);
      running.signal("SIGUSR2");
    }
    const { exitCode, stderr } = await running.ended;
    const [first = 0, last = 0] = [...stderr.matchAll(/^heap (\d+)$/gm)].map(([, bytes]) => Number(bytes));
    expect(exitCode).toBe(0);
    expect(first).toBeGreaterThan(0);
    expect(last).toBeLessThan(first * 1.05);
    expect(running.lines.filter(({ outcome }) => outcome === "ok")).toHaveLength(501);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
