import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../../src/engine/event.ts";
import { startRun } from "../start-play.ts";
import { type KubernetesLab, kubernetesLab } from "./kubernetes-lab.ts";

const releases = ["1.33.4", "1.34.5", "1.35.2", "1.36.1"];
const target = ["upgrade.yaml", "-e", "version=1.36.1"];

/** What brought nodes forward, over all hosts, in the order of time: "cp1 apply 1.34". */
async function steps(lab: KubernetesLab): Promise<string[]> {
  const calls = await Promise.all(
    lab.hosts.map(async ({ name }) => (await lab.calls(name)).map((call) => ({ ...call, host: name }))),
  );
  return calls
    .flat()
    .toSorted((a, b) => a.time.localeCompare(b.time))
    .flatMap(({ host, program, argv, version }) => {
      const [first, second] = argv;
      const minor = version.split(".").slice(0, 2).join(".");
      if (program === "kubeadm" && first === "upgrade" && (second === "apply" || second === "node")) {
        return [`${host.replace("prod-", "")} ${second} ${minor}`];
      }
      return argv.includes("snapshot") && argv.includes("save") ? ["snapshot"] : [];
    });
}

async function versions(lab: KubernetesLab): Promise<string[]> {
  const path = `{range .items[*]}{.status.nodeInfo.kubeletVersion} {.spec.unschedulable}{"\\n"}{end}`;
  const { stdout } = await lab
    .host("prod-cp1")
    .exec(`kubectl --kubeconfig=/etc/kubernetes/admin.conf get nodes -o jsonpath='${path}'`);
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim());
}

// Each takes minutes on two cores, and more where they are shared.
const patience = { timeout: 900_000 };

describe("an upgrade from 1.33 to 1.36 of three control planes and four workers", patience, () => {
  let lab: KubernetesLab;
  beforeAll(async () => {
    lab = await kubernetesLab([{ name: "prod", controlPlanes: 3, workers: 4 }], releases);
    const made = await lab.play("site.yaml");
    expect([made.failures, made.exitCode]).toEqual([[], 0]);
  });
  afterAll(() => lab.remove());

  it("is planned as three hops, and a check does none of them", async () => {
    const check = await lab.play(...target, "--check");
    expect([check.failures, check.exitCode]).toEqual([[], 0]);
    expect(check.stdout).toContain("1.33.4 → 1.34.5 → 1.35.2 → 1.36.1");
    expect(await steps(lab)).toEqual([]);
    expect(
      check.changed.filter((task) => task.startsWith("prod-w1: Upgrade what kubeadm manages")),
    ).toHaveLength(3);
  });

  it("refuses to go on where the cluster is not well", async () => {
    await lab.host("prod-w3").exec("systemctl stop kubelet");
    const isNotReady = `until kubectl --kubeconfig=/etc/kubernetes/admin.conf get node prod-w3 -o jsonpath='{.status.conditions[?(@.type=="Ready")].status}' | grep -qv True; do sleep 1; done`;
    await lab.host("prod-cp1").exec(`timeout 120 sh -c "$(cat <<'E'\n${isNotReady}\nE\n)"`);
    const play = await lab.play(...target, "-e", "gate_timeout=5");
    expect(play.exitCode).toBe(3);
    expect(play.stdout).toMatch(/prod-w3/);
    expect(await steps(lab)).toEqual([]);
    await lab.host("prod-w3").exec("systemctl start kubelet");
  });

  it("is killed in the middle of its second hop", async () => {
    const args = [...target, "-i", `${lab.folder}/clusters.json`];
    const run = startRun(["play", ...args], { home: lab.folder, folder: lab.folder });
    const isSecondHop = (event: RunEvent): boolean =>
      event.kind === "task-start" &&
      event.host === "prod-cp2" &&
      /Upgrade what kubeadm manages to 1\.35/.test(event.task);
    await run.until(isSecondHop);
    run.interrupt("SIGKILL");
    await run.ended;
    const done = await steps(lab);
    expect(done).toContain("cp1 apply 1.35");
    expect(done).not.toContain("cp3 node 1.35");
  });

  it("goes on where it was, in order and without repeating what is done", async () => {
    const play = await lab.play(...target, "--lock-timeout", "120");
    expect([play.failures, play.exitCode]).toEqual([[], 0]);
    expect(await versions(lab)).toEqual(Array.from({ length: 7 }, () => "v1.36.1"));
    const done = await steps(lab);
    for (const minor of ["1.34", "1.35", "1.36"]) {
      const hop = done.filter((step) => step.endsWith(` ${minor}`));
      const [controlPlanes, workers] = [
        hop.filter((step) => step.startsWith("cp")),
        hop.filter((step) => step.startsWith("w")),
      ];
      expect([...new Set(controlPlanes)]).toEqual([
        `cp1 apply ${minor}`,
        `cp2 node ${minor}`,
        `cp3 node ${minor}`,
      ]);
      expect(hop.slice(0, controlPlanes.length)).toEqual(controlPlanes);
      expect(workers.toSorted()).toEqual(["w1", "w2", "w3", "w4"].map((name) => `${name} node ${minor}`));
      expect(done.slice(0, done.indexOf(`cp1 apply ${minor}`))).toContain("snapshot");
    }
    expect(done.filter((step) => step === "snapshot").length).toBeGreaterThanOrEqual(3);
  });

  it("changes nothing once it is there", async () => {
    const play = await lab.play(...target);
    expect([play.failures, play.exitCode, play.changed]).toEqual([[], 0, []]);
  });
});
