import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sharedHost, sharedInventory } from "./hosts.ts";
import { type RunningReconcile, startReconcile } from "./start-reconcile.ts";

const host = sharedHost("worker1");
const file = "/tmp/lab-reconcile";

let folder: string;
let running: RunningReconcile | null = null;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lab-reconcile-"));
  await host.exec(`rm -f ${file}*`);
});

afterEach(async () => {
  running?.signal("SIGKILL");
  await running?.ended;
  running = null;
  await rm(folder, { recursive: true, force: true });
});

async function write(tasks: readonly object[]): Promise<void> {
  await writeFile(join(folder, "play.yaml"), JSON.stringify([{ name: "Keep", hosts: "all", tasks }]));
}

function start(...flags: readonly string[]): RunningReconcile {
  return startOn(host.name, ...flags);
}

function startOn(limit: string, ...flags: readonly string[]): RunningReconcile {
  const where = ["-i", sharedInventory(), "--limit", limit];
  running = startReconcile(["play.yaml", ...where, "--jitter", "0", ...flags], { folder });
  return running;
}

const keep = { name: "Keep the file", copy: { dest: file, content: "kept\n" } };

/** `--every` of tests in which the next tick is waited for. */
const often = ["--every", "200ms"];

describe("lab reconcile", () => {
  it("brings back what somebody changes, and looks sooner after that", async () => {
    await write([keep]);
    const reconcile = start(...often);
    await reconcile.until(({ changed }) => changed === 1);
    const quiet = await reconcile.until(({ next_seconds: next }) => next === 0.2);
    expect(quiet).toMatchObject({ level: "info", outcome: "ok", changed: 0, hosts: 1, failed: 0 });
    await host.exec(`echo other >${file}`);
    const end = await reconcile.until(({ changed }) => changed === 1);
    expect(end).toMatchObject({ outcome: "ok", next_seconds: 0.025 });
    expect((await host.exec(`cat ${file}`)).stdout).toBe("kept\n");
    reconcile.signal("SIGINT");
    expect(await reconcile.ended).toEqual({ exitCode: 0, stderr: "" });
    // Of the runs that found nothing to do only the last one is kept; one that was interrupted may be there, too.
    const ticks = reconcile.lines.filter(({ tick }) => tick !== undefined);
    const records = await readdir(join(folder, ".lab/runs"));
    const changing = ticks.filter(({ changed }) => changed !== 0).map(({ run }) => run);
    expect(records).toEqual(expect.arrayContaining(changing));
    expect(records.length).toBeLessThanOrEqual(changing.length + 2);
  });

  it("ends in the middle of a run as Ctrl-C does, with 0, and leaves the host free", async () => {
    await write([
      { name: "Work", shell: `touch ${file}-begun; sleep 86405` },
      { name: "Go on", copy: { dest: `${file}-next`, content: "" } },
    ]);
    const reconcile = start("--every", "1h");
    while ((await host.exec(`test -e ${file}-begun`)).exitCode !== 0);
    reconcile.signal("SIGTERM");
    expect((await reconcile.ended).exitCode).toBe(0);
    expect(reconcile.lines.at(-1)).toMatchObject({ msg: "ended" });
    await write([keep]);
    const next = start("--every", "1h", "--ticks", "1");
    expect(await next.until(({ tick }) => tick === 1)).toMatchObject({
      outcome: "ok",
      changed: 1,
      locked: 0,
    });
    expect((await host.exec(`ls ${file}-*`)).stdout).not.toContain("next");
  });

  it("tells over HTTP how it is, also while its files are wrong", async () => {
    await write([keep]);
    const reconcile = start(...often, "--listen", "127.0.0.1:0");
    const url = await reconcile.url();
    const health = async (): Promise<readonly [number, string]> => {
      const response = await fetch(`${url}/healthz`);
      const { status }: { status: string } = JSON.parse(await response.text());
      return [response.status, status];
    };
    await reconcile.until(({ outcome }) => outcome === "ok");
    expect(await health()).toEqual([200, "healthy"]);
    await write([{ name: "Keep the file", cpoy: { dest: file } }]);
    const wrong = await reconcile.until(({ outcome }) => outcome === "failed");
    expect(wrong.msg).toContain('did you mean "copy"?');
    expect(await health()).toEqual([503, "unhealthy"]);
    await write([keep, { name: "Fail", fail: { msg: "no" }, when: `inventory_hostname == "worker1"` }]);
    await reconcile.until(({ outcome, run }) => outcome === "failed" && run !== undefined);
    await write([keep]);
    await reconcile.until(({ outcome }) => outcome === "ok");
    expect(await health()).toEqual([200, "healthy"]);
    const metrics = await (await fetch(`${url}/metrics`)).text();
    expect(metrics).toMatch(/^lab_reconcile_host_failures_total\{host="worker1"\} [1-9]/m);
  });

  it("is degraded where some hosts fail, and looks after the others", async () => {
    await write([keep, { name: "Fail", fail: { msg: "no" }, when: `inventory_hostname == "worker2"` }]);
    const reconcile = startOn("worker1,worker2", "--every", "1h", "--listen", "127.0.0.1:0");
    await reconcile.until(({ tick }) => tick === 1);
    const response = await fetch(`${await reconcile.url()}/healthz`);
    expect([response.status, JSON.parse(await response.text())]).toMatchObject([
      200,
      { status: "degraded", processed: 2, failed: 1, lastTick: { failedHosts: ["worker2"] } },
    ]);
  });

  it("refuses a wrong playbook at the start, with 1", async () => {
    await write([{ name: "Keep", cpoy: {} }]);
    const { exitCode, stderr } = await start().ended;
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('did you mean "copy"?')]);
  });
});
