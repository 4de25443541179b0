import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { restoreScript } from "../../../roles/etcd_restore/restored-data.ts";
import { renewScript } from "../../../roles/renew_certificates/renew-script.ts";
import { upgradeScript } from "../../../roles/upgrade/kubeadm-upgrade.ts";
import { moveScript, packageRepository } from "../../../roles/upgrade/repository-minor.ts";
import { restartScript } from "../../../roles/upgrade/restarted-kubelet.ts";
import { gateScript } from "../../../src/kubernetes/cluster-gate.ts";
import { drainScript } from "../../../src/kubernetes/drain-node.ts";
import { etcdFunctions, snapshotScript } from "../../../src/kubernetes/etcdctl.ts";
import { startPodsScript, stopPodsScript } from "../../../src/kubernetes/static-pods.ts";

const hop = { minor: "1.34", version: "1.34.5", floor: "1.34.0" };
const members = [
  { name: "cp1", peer: "https://10.0.0.1:2380" },
  { name: "cp2", peer: "https://[fd00::2]:2380" },
];
const scripts = [
  ["upgrade-apply", upgradeScript("apply", hop, { ignored: ["Swap"], patches: "/etc/kubernetes/patches" })],
  ["upgrade-node", upgradeScript("node", { minor: "1.34", floor: "1.34.0" }, { ignored: [], patches: null })],
  ["restart-kubelet", restartScript("w1")],
  ["drain", drainScript("w1", true, { seconds: 300, force: false })],
  ["drain-cordoned", drainScript("w1", false, { seconds: 60, force: true })],
  ["gate", gateScript(120)],
  ["etcd-snapshot", `${etcdFunctions}${snapshotScript("/var/backups/lab/etcd/before-1.34.db")}`],
  ["etcd-restore", `lab_snapshot=/tmp/upload\n${restoreScript("cp1", members, "a".repeat(64))}`],
  ["renew", renewScript({ renew: ["admin.conf"], missing: ["cp3", "fd00::3"], isWhole: false }, "cp1")],
  ["stop-pods", stopPodsScript],
  ["start-pods", startPodsScript],
  ["move-repository", moveScript(packageRepository, "1.33", "1.34")],
] as const;

describe("scripts of a cluster's life", () => {
  it.each(scripts)("are these: %s", async (name, script) => {
    await expect(script).toMatchFileSnapshot(`golden/${name}.sh`);
  });

  it.each(scripts)("pass shellcheck: %s", (_, script) => {
    const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-"], { input: script, encoding: "utf8" });
    expect(error).toBeUndefined();
    expect(stdout).toBe("");
  });

  it.each(scripts)("parse in busybox: %s", (_, script) => {
    const { status, stderr } = spawnSync("busybox", ["sh", "-n"], { input: script, encoding: "utf8" });
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});
