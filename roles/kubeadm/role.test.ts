import { describe, expect, it } from "vitest";
import type { NodeTruth } from "../../src/kubernetes/node-truth.ts";
import { testRole } from "../../src/testing/test-role.ts";
import {
  absent,
  change,
  init,
  join,
  joined,
  partial,
  planned,
  tasks,
  unknown,
} from "../../test/unit/kubernetes/kubeadm-nodes.ts";
import role from "./role.ts";

describe("the first control plane", () => {
  it("makes the cluster where no other has it, and is done then", () => {
    const task = tasks("cp1").task(init).built();
    expect(change(task.plan({ truth: absent })).summary).toBe("kubeadm init");
    expect(task.planAgain({ truth: absent })).toEqual({ kind: "changes", changes: [] });
    expect(tasks("cp1").task(join).runs).toBe(false);
  });

  it("joins where another control plane has the cluster", () => {
    const others = { "control plane cp2": joined };
    expect(tasks("cp1", { others }).task(init).runs).toBe(false);
    expect(change(planned(join, "cp1", absent, { others })).loans?.map(({ from }) => from)).toEqual([
      ["cp2", "cp3"],
      ["cp2", "cp3"],
    ]);
  });

  it.each([
    ["another looks like a control plane", { "control plane cp2": unknown }],
    [
      "another cannot be reached, and an API server answers",
      { "control plane cp2": null, servers: ["10.0.0.12:6443"] },
    ],
  ])("makes no second cluster: %s", (_, others) => {
    expect(planned(init, "cp1", absent, { others })).toMatchObject({ kind: "failed", isFinal: true });
    expect(planned(init, "cp1", joined, { others })).toEqual({ kind: "changes", changes: [] });
  });

  it("may go on with its own unfinished init, which may be the one that answers", () => {
    const others = { servers: ["10.0.0.9:6443"] };
    const unfinished: NodeTruth = { ...partial, attempt: "init", holdsData: true };
    expect(change(planned(init, "cp1", unfinished, { others })).script).not.toContain("mv /var/lib/etcd");
    expect(planned(init, "cp1", partial, { others })).toMatchObject({ kind: "failed" });
  });

  it("waits for kubeadm, in a check of a host that lacks it", () => {
    const bare = { args: { version: "1.33.4" }, others: { kubeadm: null } };
    expect(planned(init, "cp1", absent, bare)).toMatchObject({ kind: "blocked" });
    expect(planned(init, "cp1", joined, bare)).toEqual({ kind: "changes", changes: [] });
    expect(tasks("cp1", { others: { kubeadm: null } }).task(init).waitsFor).toBe("kubeadm is not installed");
  });
});

describe("a node that joins", () => {
  it("is lent a token, a control plane also the key of the certificates, by all others in turn", () => {
    const names = (host: string) => change(planned(join, host, absent)).loans?.map(({ name }) => name);
    expect(names("w1")).toEqual(["join token of prod"]);
    expect(names("cp3")).toEqual(["join token of prod", "certificate key of prod"]);
    expect(change(planned(join, "cp3", absent)).loans?.[0]?.from).toEqual(["cp1", "cp2"]);
  });

  it("is left alone while its cluster cannot be asked", () => {
    expect(planned(join, "w1", unknown)).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("Nothing was reset"),
    });
  });

  it("is taken from another cluster only where that is said", () => {
    const foreign: NodeTruth = { kind: "foreign", reason: "another authority" };
    expect(planned(join, "w1", foreign)).toMatchObject({ kind: "failed" });
    const plan = planned(join, "w1", foreign, { args: { reset_foreign: true } });
    expect(change(plan).script).toContain("mv /var/lib/etcd");
  });

  it("is reset first where it is half a node, and its old Node makes way", () => {
    const plan = planned(join, "w1", { ...partial, isRegistered: true });
    expect(plan).toMatchObject({ message: expect.stringContaining("admin.conf") });
    expect(change(plan).script).toContain("LabReset");
  });

  it("keeps data that may be all that is left of a cluster", () => {
    expect(change(planned(join, "cp2", { ...partial, holdsData: true })).script).toContain(
      "mv /var/lib/etcd",
    );
  });

  it("starts its kubelet again where that is down, and is not reset for it", () => {
    const down: NodeTruth = { ...joined, isControlPlane: false, kubelet: "failed" };
    expect(change(planned(join, "w1", down)).summary).toBe("systemctl start kubelet");
  });

  it("does not become a control plane by a change of the inventory", () => {
    expect(planned(join, "cp2", { ...joined, isControlPlane: false })).toMatchObject({
      message: expect.stringContaining("cp2 is a worker of prod"),
    });
  });
});

describe("what is wrong in any case", () => {
  it.each([
    [{ cluster_configuration: { apiServer: { extraArg: [] } } }, 'unknown key "extraArg"'],
    [{ cluster_configuration: { networking: { podSubnet: "10.0.0.0/16" } } }, "overlaps"],
    [{ kube_vip: { address: "10.0.0.8" } }, "the cluster's endpoint is 10.0.0.9:6443"],
  ])("is said before the first connection: %j", (args, message) => {
    expect(() => tasks("cp1", { args })).toThrow(message);
  });

  it("is an address that nobody has chosen", () => {
    const several = {
      clusters: [
        {
          name: "prod",
          pod_cidr: "10.244.0.0/16",
          service_cidr: "10.96.0.0/16",
          nodes: [
            {
              name: "cp1",
              role: "control_plane",
              interfaces: [
                { name: "ens3", mac: "52:54:00:00:00:01", addresses: ["10.0.0.11/24"] },
                { name: "ens4", mac: "52:54:00:00:00:02", addresses: ["10.1.0.11/24"] },
              ],
            },
          ],
        },
      ],
    };
    expect(() => testRole(role, { args: {}, inventory: several })).toThrow(
      /several addresses.*10\.0\.0\.11, 10\.1\.0\.11/,
    );
  });
});
