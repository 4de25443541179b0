import { statSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { PlayResult } from "../../run-lab.ts";
import { type Call, type KubernetesLab, kubeconfigOf, kubernetesLab } from "./kubernetes-lab.ts";

/** What kubeadm was asked to do, without questions. */
function deeds(calls: readonly Call[]): string[] {
  return calls
    .filter(({ program }) => program === "kubeadm")
    .map(({ argv: [first, second = ""] }) => (second.startsWith("-") ? first : `${first} ${second}`) ?? "")
    .filter((words) => !/^(version|config images|token list)/.test(words));
}

describe("site.yaml on the hosts of two clusters that nobody has touched", () => {
  let lab: KubernetesLab;
  let check: PlayResult;
  let first: PlayResult;
  beforeAll(async () => {
    lab = await kubernetesLab(
      [
        { name: "prod", controlPlanes: 1, workers: 2 },
        { name: "dev", controlPlanes: 1, workers: 1 },
      ],
      ["1.33.4"],
    );
  });
  afterAll(() => lab.remove());

  it("is checked first, and nothing is called that changes anything", async () => {
    check = await lab.play("site.yaml", "--check");
    expect([check.failures, check.exitCode]).toEqual([[], 0]);
    expect(check.changed).toContain("prod-cp1: Initialise the cluster");
    expect(check.changed).toContain("dev-w1: Join the cluster");
    for (const { name } of lab.hosts) expect(await lab.calls(name)).toEqual([]);
  });

  it("changes exactly what was announced", async () => {
    first = await lab.play("site.yaml");
    expect([first.failures, first.stderr, first.exitCode]).toEqual([[], "", 0]);
    expect(first.changed).toEqual(check.changed);
  });

  it("has called every program in its order, with files and not with secrets", async () => {
    const control = await lab.calls("prod-cp1");
    expect(deeds(control)).toEqual([
      ...["config validate", "init"],
      // The one of this run, which goes again.
      ...["token create", "token delete"],
    ]);
    for (const worker of ["prod-w1", "prod-w2", "dev-w1"]) {
      expect(deeds(await lab.calls(worker))).toEqual(["config validate", "join"]);
    }
    const config = Object.values(control.find(({ argv }) => argv[0] === "init")?.files ?? {})[0]?.text;
    expect(config).toContain("podSubnet: 10.20.0.0/16");
    const joined = (await lab.calls("prod-w1")).find(({ argv }) => argv[0] === "join");
    const joinConfig = Object.values(joined?.files ?? {})[0]?.text ?? "";
    const [, token] = /token: "?([a-z0-9]{6}\.[a-z0-9]{16})"?/.exec(joinConfig) ?? [];
    expect(token).toBeDefined();
    expect(joinConfig).toMatch(/caCertHashes:\n\s+- "?sha256:[0-9a-f]{64}"?/);
    const secret = token?.split(".")[1] ?? "";
    for (const { name } of lab.hosts) {
      expect((await lab.calls(name)).filter(({ argv }) => argv.join(" ").includes(secret))).toEqual([]);
    }
    expect(first.stdout).not.toContain(secret);
    const records = await lab.lab("runs", "show", "--output", "json");
    expect(records.stdout).not.toContain(secret);
  });

  it("leaves clusters of which all nodes are ready, and no token", async () => {
    const kubectl = "kubectl --kubeconfig=/etc/kubernetes/admin.conf";
    const ready = async (name: string) => {
      const jsonpath = `{range .items[*]}{.metadata.name} {.status.conditions[?(@.type=="Ready")].status}{"\\n"}{end}`;
      const { stdout } = await lab.host(name).exec(`${kubectl} get nodes -o jsonpath='${jsonpath}'`);
      return stdout.trim().split("\n").toSorted();
    };
    expect(await ready("prod-cp1")).toEqual(["prod-cp1 True", "prod-w1 True", "prod-w2 True"]);
    expect(await ready("dev-cp1")).toEqual(["dev-cp1 True", "dev-w1 True"]);
    const { stdout } = await lab.host("prod-cp1").exec("kubeadm token list -o json");
    expect(stdout).not.toContain("join token");
  });

  it("has routed the pods of every node to every other one", async () => {
    for (const [name, others] of [
      ["prod-w1", 2],
      ["dev-w1", 1],
    ] as const) {
      const { stdout } = await lab
        .host(name)
        .exec("ip -4 route show | grep -c ' via .*' ; ls /etc/cni/net.d");
      expect(stdout).toContain("10-lab-bridge.conflist");
      expect(Number(stdout.split("\n")[0])).toBeGreaterThanOrEqual(others);
    }
  });

  it("has fetched a kubeconfig for each cluster, that only its owner may read", async () => {
    expect(statSync(join(lab.folder, "kubeconfigs/prod.yaml")).mode & 0o777).toBe(0o600);
    const [prod, dev] = await Promise.all([kubeconfigOf(lab, "prod"), kubeconfigOf(lab, "dev")]);
    expect(prod).toContain("current-context: prod");
    expect(dev).toContain("current-context: dev");
    expect(dev).not.toBe(prod);
  });

  it("changes nothing the second time, nor would a check", async () => {
    const second = await lab.play("site.yaml");
    expect([second.failures, second.exitCode]).toEqual([[], 0]);
    expect(second.changed).toEqual([]);
    const again = await lab.play("site.yaml", "--check", "--detailed-exitcode");
    expect([again.exitCode, again.changed]).toEqual([0, []]);
  });

  it("tells by lab status that all is well", async () => {
    const { exitCode, stdout } = await lab.lab(
      "status",
      "-i",
      join(lab.folder, "clusters.json"),
      "--output",
      "json",
    );
    expect(stdout).toContain('"prod-w2"');
    expect(exitCode).toBe(0);
  });
});
