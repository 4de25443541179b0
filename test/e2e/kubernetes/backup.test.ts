import { readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type KubernetesLab, kubernetesLab } from "./kubernetes-lab.ts";

const kubectl = "kubectl --kubeconfig=/etc/kubernetes/admin.conf";
const pki = "/etc/kubernetes/pki/etcd";
const access = `--endpoints=https://127.0.0.1:2379 --cacert=${pki}/ca.crt --cert=${pki}/healthcheck-client.crt --key=${pki}/healthcheck-client.key`;
const planes = ["prod-cp1", "prod-cp2", "prod-cp3"];

describe("etcd of three control planes", () => {
  let lab: KubernetesLab;
  beforeAll(async () => {
    lab = await kubernetesLab([{ name: "prod", controlPlanes: 3, workers: 1 }], ["1.33.4"]);
    const made = await lab.play("site.yaml");
    expect([made.failures, made.exitCode, made.stderr]).toEqual([[], 0, ""]);
  });
  afterAll(() => lab.remove());

  const on = async (name: string, command: string) => (await lab.host(name).exec(command)).stdout;
  const backups = () => readdirSync(join(lab.folder, "backups/prod")).toSorted();
  const note = (name: string) => on("prod-cp1", `${kubectl} create configmap ${name} --from-literal=a=b`);
  const notes = async () => {
    const path = `{range .items[*]}{.metadata.name}{"\\n"}{end}`;
    const names = await on("prod-cp2", `${kubectl} get configmaps -n default -o jsonpath='${path}'`);
    return names.split("\n").filter((name) => name.startsWith("note-"));
  };
  const started = (name: string) =>
    on(name, "systemctl show -P ActiveEnterTimestampMonotonic 'lab-static-*'");

  it("is saved to this machine, for nobody but its owner, and only so many are kept", async () => {
    const check = await lab.play("backup-etcd.yaml", "--check");
    expect([check.exitCode, check.changed]).toEqual([
      0,
      ["prod-cp1: Carry the snapshot to this machine", "prod-cp1: Save etcd"],
    ]);
    const first = await lab.play("backup-etcd.yaml", "-e", "keep=2");
    expect([first.exitCode, first.changed]).toEqual([0, check.changed]);
    const [oldest = ""] = backups();
    expect(oldest).toMatch(/^\d{8}T\d{6}Z\.db$/);
    expect(statSync(join(lab.folder, "backups/prod", oldest)).mode & 0o777).toBe(0o600);
    await note("note-before");
    for (const _ of [2, 3]) expect((await lab.play("backup-etcd.yaml", "-e", "keep=2")).exitCode).toBe(0);
    expect(backups()).toHaveLength(2);
    expect(backups()).not.toContain(oldest);
    const there = await on("prod-cp1", "ls /var/backups/lab/etcd");
    expect(there.trim().split("\n")).toEqual(backups());
  });

  it("stays as it is where nothing can come of a restore", async () => {
    const before = await Promise.all(planes.map(started));
    expect(before).not.toContain("");
    const snapshot = `backups/prod/${backups().at(-1)}`;
    const wrong = await lab.play("restore-etcd.yaml", "-e", "confirm=dev", "-e", `snapshot=${snapshot}`);
    expect([wrong.exitCode, wrong.stderr]).toEqual([1, expect.stringContaining('"dev" was confirmed')]);
    const missing = await lab.play("restore-etcd.yaml", "-e", "confirm=prod", "-e", "snapshot=none.db");
    expect([missing.exitCode, missing.stderr]).toEqual([1, expect.stringContaining("no snapshot none.db")]);
    writeFileSync(join(lab.folder, "broken.db"), "this was never etcd's");
    const broken = await lab.play("restore-etcd.yaml", "-e", "confirm=prod", "-e", "snapshot=broken.db");
    expect([broken.exitCode, broken.changed]).toEqual([3, []]);
    expect(await Promise.all(planes.map(started))).toEqual(before);
    expect(await on("prod-cp1", "ls -d /var/lib/etcd/lab-* 2>/dev/null")).toBe("");
  });

  it("is taken back to a snapshot on all members, and the cluster is well", async () => {
    await note("note-after");
    expect(await notes()).toEqual(["note-after", "note-before"]);
    const args = [
      "restore-etcd.yaml",
      "-e",
      "confirm=prod",
      "-e",
      `snapshot=backups/prod/${backups().at(-1)}`,
    ];
    const check = await lab.play(...args, "--check");
    expect([check.failures, check.exitCode]).toEqual([[], 0]);
    expect(await notes()).toEqual(["note-after", "note-before"]);
    const play = await lab.play(...args);
    expect([play.failures, play.exitCode, play.changed]).toEqual([[], 0, check.changed]);
    expect(await notes()).toEqual(["note-before"]);
    for (const name of planes) {
      expect(await on(name, "ls -d /var/lib/etcd-before-*/member")).toContain("/var/lib/etcd-before-");
      expect(await on(name, "ls -d /etc/kubernetes/lab-stopped /var/lib/etcd/lab-* 2>/dev/null")).toBe("");
    }
  });

  it("has all its members afterwards, and all nodes are ready", async () => {
    const container = `$(crictl ps --name '^etcd$' -q)`;
    const members = await on("prod-cp2", `crictl exec ${container} etcdctl ${access} member list`);
    const named = members
      .trim()
      .split("\n")
      .map((line) => line.split(", ").slice(1, 3).join(" "));
    expect(named.toSorted()).toEqual(planes.map((name) => `started ${name}`));
    const verify = await lab.play("verify.yaml");
    expect([verify.exitCode, verify.changed]).toEqual([0, []]);
    const path = `{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}`;
    const ready = await on("prod-cp3", `${kubectl} get nodes -o jsonpath='${path}'`);
    expect(ready.trim().split("\n")).toEqual([...planes, "prod-w1"].map((name) => `${name} True`));
  });
});
