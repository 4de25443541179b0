import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { testRole } from "../../src/testing/test-role.ts";
import role from "./role.ts";

const folder = mkdtempSync(join(tmpdir(), "lab-restore-"));
afterAll(() => rmSync(folder, { recursive: true }));
const snapshot = join(folder, "demo.db");
writeFileSync(snapshot, "snapshot");

const steps = ["restore", "stop", "swap", "start", "prove"] as const;
const names = (step: (typeof steps)[number], host: string) =>
  testRole(role, { args: { snapshot, confirm: "demo", step }, host }).tasks.map(({ name }) => name);

describe("taking etcd back to a snapshot", () => {
  it("goes in steps on the control plane, and leaves workers alone", () => {
    expect(steps.map((step) => names(step, "cp1"))).toEqual([
      ["Make data from the snapshot"],
      ["Stop the control plane"],
      ["Change the data"],
      ["Start the control plane"],
      ["Prove that the cluster is well"],
    ]);
    expect(steps.flatMap((step) => names(step, "worker1"))).toEqual([]);
  });

  it("sends the snapshot by its checksum, for all members by their addresses", () => {
    const restore = testRole(role, { args: { snapshot, confirm: "demo", step: "restore" }, host: "cp1" });
    const plan = restore
      .task("Make data from the snapshot")
      .built()
      .plan({ data: { isWaiting: false } });
    expect(JSON.stringify(plan)).toContain("--initial-cluster=cp1=https://192.0.2.11:2380");
    expect(plan).toMatchObject({
      changes: [{ uploads: { lab_snapshot: { localPath: snapshot, size: 8 } } }],
    });
  });

  it("changes data only where new data waits, and starts only what was stopped", () => {
    const task = (step: "swap" | "start", name: string) =>
      testRole(role, { args: { snapshot, confirm: "demo", step }, host: "cp1" })
        .task(name)
        .built();
    expect(task("swap", "Change the data").plan({ data: { isWaiting: false } })).toMatchObject({
      changes: [],
    });
    const places = { running: ["etcd", "kube-apiserver"], stopped: [] };
    expect(task("start", "Start the control plane").plan({ places })).toMatchObject({ changes: [] });
  });

  it("is refused without the cluster's name, or without the file", () => {
    const args = { snapshot, confirm: "prod", step: "stop" } as const;
    expect(() => testRole(role, { args })).toThrow('"prod" was confirmed');
    const missing = { snapshot: join(folder, "none.db"), confirm: "demo", step: "restore" } as const;
    expect(() => testRole(role, { args: missing, host: "cp1" })).toThrow("there is no snapshot");
  });
});
