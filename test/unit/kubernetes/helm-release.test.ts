import { describe, expect, it } from "vitest";
import { releasePlan } from "../../../src/kubernetes/helm-release.ts";
import { helmRelease, type ReleaseState, readRelease } from "../../../src/kubernetes/helm-release-probe.ts";
import { type ReleaseGoal, upgradeScript } from "../../../src/kubernetes/helm-script.ts";
import { differingPaths, mergedValues } from "../../../src/kubernetes/helm-values.ts";

const values = { ipam: { mode: "kubernetes" }, devices: ["eth0"], MTU: undefined };
const goal: ReleaseGoal = {
  name: "cilium",
  namespace: "kube-system",
  chart: "oci://quay.io/cilium/charts/cilium",
  version: "1.17.2",
  values,
  timeout: 600,
};
const release: Extract<ReleaseState, { kind: "release" }> = {
  kind: "release",
  chart: "cilium-1.17.2",
  status: "deployed",
  revision: 3,
  values: { devices: ["eth0"], ipam: { mode: "kubernetes" } },
  ageSeconds: 9999,
};

function change(state: ReleaseState, wanted = goal) {
  const plan = releasePlan(wanted, state);
  const [first] = plan.kind === "changes" ? plan.changes : [];
  if (first?.kind !== "run") throw new Error(`no change: ${JSON.stringify(plan)}`);
  return first;
}

describe("a release", () => {
  it("is left alone where chart and values are the same, in whatever order they stand", () => {
    expect(releasePlan(goal, release)).toEqual({ kind: "changes", changes: [] });
    const { version: _version, ...any } = goal;
    expect(releasePlan(any, { ...release, chart: "cilium-1.16.0" })).toEqual({
      kind: "changes",
      changes: [],
    });
  });

  it("is installed where it is not there, and taken back by uninstalling it", () => {
    const { summary, undo, timeoutMs } = change({ kind: "absent" });
    expect(summary).toBe("helm install cilium (it is not installed)");
    expect(undo).toContain("'uninstall' 'cilium'");
    expect(timeoutMs).toBe(720_000);
  });

  it("says what is different, and goes back to the revision before", () => {
    const other = { ...release, chart: "cilium-1.16.0", values: { ipam: { mode: "cluster-pool" } } };
    const { summary, undo } = change(other);
    expect(summary).toBe("helm upgrade cilium (cilium-1.16.0 → cilium-1.17.2; values: devices, ipam.mode)");
    expect(undo).toContain("'rollback' 'cilium' '3'");
  });

  it("is tried again where it failed", () => {
    expect(change({ ...release, status: "failed" }).summary).toBe("helm upgrade cilium (it is failed)");
  });

  it("is not touched while somebody else is at it", () => {
    expect(releasePlan(goal, { ...release, status: "pending-upgrade", ageSeconds: 20 })).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("pending-upgrade since 20 s"),
    });
  });

  it("forgets an operation that was cut off", () => {
    const { script, undo } = change({ ...release, status: "pending-upgrade" });
    expect(script).toContain("'delete' 'secret' 'sh.helm.release.v1.cilium.v3'");
    expect(undo).toContain("'rollback' 'cilium' '2'");
    expect(change({ ...release, status: "pending-install", revision: 1 }).undo).toContain("'uninstall'");
  });

  it("waits for Helm, and for an API server", () => {
    expect(releasePlan(goal, { kind: "unanswered", reason: "helm is not installed" })).toEqual({
      kind: "blocked",
      reason: "helm is not installed",
    });
  });
});

describe("the script of an upgrade", () => {
  it("gives values in a file of root's own", async () => {
    const { version: _version, ...bundled } = goal;
    const archive = { localPath: "/b/cilium.tgz", sha256: "0", size: 1 };
    await expect(
      upgradeScript({ ...goal, chart: "cilium", repository: "https://helm.cilium.io/" }),
    ).toMatchFileSnapshot("golden/helm-upgrade.sh");
    expect(upgradeScript({ ...bundled, archive })).toContain(
      '--values "$lab_values" "$lab_chart" >/dev/null',
    );
  });
});

describe("what Helm says", () => {
  const list = `[{"name":"cilium","namespace":"kube-system","revision":"2","updated":"2025-03-01 10:00:00.123456789 +0000 UTC","status":"deployed","chart":"cilium-1.17.2","app_version":"1.17.2"}]`;
  const now = Date.parse("2025-03-01T10:01:40Z") / 1000;

  it("is read from list and get values", () => {
    const printed = `${now}\n${list}\n\n==lab== 0 \nnull\n==lab== 0 \n`;
    expect(helmRelease({ name: "cilium", namespace: "kube-system" }).kind.parse(printed, [{}])).toEqual([
      {
        kind: "release",
        chart: "cilium-1.17.2",
        status: "deployed",
        revision: 2,
        values: {},
        ageSeconds: 100,
      },
    ]);
  });

  it("is nothing where there is no release, whatever get values says then", () => {
    const missing = { kind: "unanswered", reason: "release: not found" } as const;
    expect(readRelease([{ kind: "answered", output: "[]" }, missing], now)).toEqual({ kind: "absent" });
    expect(readRelease([missing, missing], now)).toEqual(missing);
  });
});

describe("values", () => {
  it("are joined at every depth; lists and null replace", () => {
    const base = { hubble: { enabled: true, relay: { enabled: false } }, devices: ["eth0"], a: 1 };
    const over = { hubble: { relay: { enabled: true } }, devices: ["eth1"], a: null };
    expect(mergedValues(base, over)).toEqual({
      hubble: { enabled: true, relay: { enabled: true } },
      devices: ["eth1"],
      a: null,
    });
  });

  it("differ at paths", () => {
    expect(differingPaths({ a: { b: [1, 2] }, c: 1 }, { a: { b: [1, 3] }, d: 1 })).toEqual([
      "a.b[1]",
      "c",
      "d",
    ]);
  });
});
