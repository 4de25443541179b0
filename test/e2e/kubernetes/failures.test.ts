import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlayResult } from "../../run-lab.ts";
import { initPhases, joinPhases, workerPhases } from "../../stand-ins/kubeadm/phases.ts";
import { type KubernetesLab, kubernetesLab } from "./kubernetes-lab.ts";

/** What a failed attempt must leave as it was: files below these folders, units, links, mounts, processes. */
const state = [
  "find /etc /var/lib/kubelet /var/lib/etcd /var/lib/cni /opt/cni -xdev \\( -path /etc/lab-stand-ins -prune -o -type f -exec sha256sum {} + \\) 2>/dev/null | sort -k 2",
  "find /etc/kubernetes /var/lib/kubelet /var/lib/etcd -printf '%p %M %u\\n' 2>/dev/null | sort",
  "systemctl is-enabled kubelet; systemctl is-active kubelet",
  "ip -o link show | awk '{print $2}' | sort",
  "iptables-save 2>/dev/null | grep -c KUBE-",
  "ss -ltnH | awk '{print $4}' | sort",
].join("; echo --; ");

function failureOf({ events }: PlayResult, host: string): string {
  const failures = events.flatMap((event) =>
    event.kind === "task-end" && event.host === host && event.outcome === "failed"
      ? [JSON.stringify(event)]
      : [],
  );
  return failures.join("\n");
}

describe("a failure of kubeadm", () => {
  let lab: KubernetesLab;
  beforeAll(async () => {
    lab = await kubernetesLab([{ name: "prod", controlPlanes: 2, workers: 1 }], ["1.33.4"]);
    const prepared = await lab.play("site.yaml", "--tags", "base,containerd,kubernetes");
    expect([prepared.failures, prepared.exitCode]).toEqual([[], 0]);
  });
  afterAll(() => lab.remove());

  const stateOf = async (name: string) => (await lab.host(name).exec(state)).stdout;

  /** Lets one phase fail, and looks at what is left of the attempt. */
  async function failsWhole(name: string, command: string, phase: string): Promise<void> {
    const before = await stateOf(name);
    await lab.fail(name, { [command]: phase });
    const play = await lab.play("kubernetes.yaml", "--limit", name, "--tags", "kubeadm");
    await lab.fail(name, {});
    expect(play.exitCode).toBe(3);
    const failure = failureOf(play, name);
    expect(failure).toContain(`error execution phase ${phase}`);
    // Before the kubelet has begun there is nothing that it could have said.
    if (phase !== "preflight") expect(failure).toMatch(/kubelet:|containerd:|kubeadm:/);
    expect(await stateOf(name)).toBe(before);
  }

  it.each(initPhases)("in %s of init leaves the host exactly as it was, and says why", async (phase) => {
    await failsWhole("prod-cp1", "kubeadm init", phase);
  });

  it("is forgotten by the next run, which initialises the cluster", async () => {
    const play = await lab.play("kubernetes.yaml", "--limit", "prod-cp1", "--tags", "kubeadm");
    expect([play.failures, play.exitCode, play.changed]).toEqual([
      [],
      0,
      ["prod-cp1: Initialise the cluster"],
    ]);
  });

  it.each(workerPhases)("in %s of a worker's join leaves it exactly as it was", async (phase) => {
    await failsWhole("prod-w1", "kubeadm join", phase);
  });

  it.each(joinPhases(33))("in %s of a control plane's join leaves it exactly as it was", async (phase) => {
    await failsWhole("prod-cp2", "kubeadm join", phase);
    const members = await lab
      .host("prod-cp1")
      .exec("kubectl --kubeconfig=/etc/kubernetes/admin.conf get nodes -o name");
    expect(members.stdout).toBe("node/prod-cp1\n");
  });

  it("is forgotten by the next run, which joins both", async () => {
    const play = await lab.play("kubernetes.yaml", "--tags", "kubeadm");
    expect([play.failures, play.exitCode]).toEqual([[], 0]);
    expect(play.changed).toEqual(["prod-cp2: Join the cluster", "prod-w1: Join the cluster"]);
    expect((await lab.play("kubernetes.yaml", "--tags", "kubeadm")).changed).toEqual([]);
  });
});
