import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { clusterNode } from "../../src/kubernetes/health/cluster-node.ts";
import { clusterPod } from "../../src/kubernetes/health/cluster-pod.ts";
import { parseNodeSoftware } from "../../src/kubernetes/health/node-software.ts";
import { testRole } from "../../src/testing/test-role.ts";
import { componentObject, nodeObject } from "../../test/unit/kubernetes/health/api-objects.ts";
import role from "./role.ts";

const recorded = join(import.meta.dirname, "../../test/unit/kubernetes/health/recorded/control-plane.txt");
const software = parseNodeSoftware(readFileSync(recorded, "utf8"));
const components = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];
const objects = {
  nodes: [clusterNode(nodeObject("cp1", { isControlPlane: true })), clusterNode(nodeObject("worker1"))],
  pods: components.map((name) => clusterPod(componentObject(name, "cp1"))),
  workloads: [],
};
const well = { software, etcd: { kind: "healthy" }, answer: { kind: "answered", objects } };

beforeEach(() => vi.useFakeTimers({ now: new Date("2026-11-21T12:00:00Z") }));
afterEach(() => vi.useRealTimers());

function plan(facts: object = {}, host = "cp1", args: object = { certificate_days: 10 }) {
  const [task] = testRole(role, { args, host, facts: { ...well, ...facts } }).tasks;
  return task?.built().plan();
}

describe("a cluster that is as it should be", () => {
  it("is proved by its first control plane, each node by itself", () => {
    expect(plan()).toEqual({ kind: "changes", changes: [], message: "2 nodes are ready, and 4 pods run" });
    expect(plan({}, "worker1")).toEqual({ kind: "changes", changes: [] });
  });
});

describe("a cluster that is not", () => {
  it("fails with all that is wrong with node, etcd and cluster", () => {
    const found = plan({
      software: { ...software, kubelet: "failed" },
      etcd: { kind: "unhealthy", reason: "context deadline exceeded" },
      answer: { kind: "answered", objects: { ...objects, nodes: objects.nodes.slice(0, 1) } },
    });
    expect(found?.kind).toBe("failed");
    const { message = "" } = found?.kind === "failed" ? found : {};
    expect(message.split("\n").filter((line) => !line.startsWith("  "))).toEqual([
      "3 errors",
      "kubelet does not run: it is failed (services)",
      "etcd is not healthy: context deadline exceeded (etcd)",
      "worker1: is not a node of the cluster (nodes)",
    ]);
  });

  it("has certificates that do not last long enough", () => {
    expect(plan({}, "worker1", {})).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("certificates end soon: kubelet.conf in 19 days"),
    });
  });

  it("has an API that does not answer", () => {
    const answer = { kind: "unanswered", reason: "the API server does not answer" };
    expect(plan({ answer })).toMatchObject({
      message: expect.stringContaining("the Kubernetes API did not answer: the API server does not answer"),
    });
  });
});
