import { describe, expect, it } from "vitest";
import { clusterNode } from "../../../../src/kubernetes/health/cluster-node.ts";
import { clusterPod } from "../../../../src/kubernetes/health/cluster-pod.ts";
import { daemonSet, deployment } from "../../../../src/kubernetes/health/cluster-workload.ts";
import { type ClusterObjects, judgeCluster } from "../../../../src/kubernetes/health/judge-cluster.ts";
import { judgeComponents } from "../../../../src/kubernetes/health/judge-components.ts";
import { componentObject, daemonSetObject, deploymentObject, nodeObject, podObject } from "./api-objects.ts";

const components = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];

const well = {
  nodes: [clusterNode(nodeObject("cp1", { isControlPlane: true })), clusterNode(nodeObject("w1"))],
  pods: components.map((name) => clusterPod(componentObject(name, "cp1"))),
  workloads: [
    daemonSet(daemonSetObject("kube-system", "cilium", 2, 2)),
    deployment(deploymentObject("coredns", 2, 2)),
  ],
};
const names = ["cp1", "w1"];

function told(objects: Partial<ClusterObjects>, expected = names): string[] {
  return judgeCluster({ ...well, ...objects }, expected).map(
    ({ check, severity, node, message }) => `${check} ${severity} ${node ?? "-"}: ${message}`,
  );
}

describe("a cluster", () => {
  it("gives no reason for complaint while everything is as it should be", () => {
    expect(told({})).toEqual([]);
    expect(judgeComponents(well)).toEqual([]);
  });

  it("lacks nodes, and has strangers", () => {
    expect(told({}, ["cp1", "w2"])).toEqual([
      "nodes error w2: is not a node of the cluster",
      "nodes warning w1: is a node of the cluster, and not in the inventory",
    ]);
  });

  it("has nodes that are not ready, under pressure or cordoned", () => {
    const pressure = {
      type: "DiskPressure",
      status: "True",
      reason: "KubeletHasDiskPressure",
      message: "full",
    };
    const nodes = [
      nodeObject("cp1", { ready: "False" }),
      { ...nodeObject("w1", { more: [pressure] }), spec: { unschedulable: true } },
    ].map(clusterNode);
    expect(told({ nodes })).toEqual([
      "nodes error cp1: is not ready (KubeletNotReady: container runtime network not ready)",
      "nodes error w1: DiskPressure: full",
      "nodes warning w1: is cordoned: no new pods come to it",
    ]);
  });

  it("has a network and a DNS that lack pods", () => {
    const workloads = [
      daemonSet(daemonSetObject("kube-flannel", "kube-flannel-ds", 1, 2)),
      deployment(deploymentObject("coredns", 0, 2)),
    ];
    expect(told({ workloads })).toEqual([
      "cni error -: flannel is ready on 1 of 2 nodes",
      "dns error -: the cluster's DNS has 0 of 2 pods ready",
    ]);
  });

  it("has pods that do not run: those of the system are errors, and few are named", () => {
    const crashing = {
      containerStatuses: [{ restartCount: 7, state: { waiting: { reason: "CrashLoopBackOff" } } }],
      conditions: [{ type: "Ready", status: "False" }],
    };
    const unscheduled = {
      phase: "Pending",
      conditions: [{ type: "PodScheduled", status: "False", reason: "Unschedulable" }],
      containerStatuses: [],
    };
    const users = Array.from({ length: 11 }, (_, index) =>
      podObject("shop", `web-${index}`, { node: "", status: unscheduled }),
    );
    const pods = [...users, podObject("kube-system", "kube-proxy-x", { status: crashing })].map(clusterPod);
    const lines = told({ pods });
    expect(lines[0]).toBe("pods error -: kube-system/kube-proxy-x on cp1: CrashLoopBackOff, restarts: 7");
    expect(lines[1]).toBe("pods warning -: shop/web-0: Unschedulable");
    expect(lines.at(-1)).toBe("pods warning -: 2 more pods do not run");
  });

  it("takes a job that has ended for what it is, and tells why others do not run", () => {
    const pods = [
      podObject("shop", "job", {
        status: { phase: "Succeeded", conditions: [{ type: "Ready", status: "False" }] },
      }),
      podObject("shop", "gone", { status: { phase: "Failed", reason: "Evicted", conditions: [] } }),
      podObject("shop", "slow", {
        status: {
          phase: "Pending",
          conditions: [],
          containerStatuses: [{ state: { waiting: { reason: "ContainerCreating" } } }],
        },
      }),
      podObject("shop", "unready", { status: { conditions: [{ type: "Ready", status: "False" }] } }),
      podObject("shop", "leaving", {
        status: { conditions: [] },
        metadata: { deletionTimestamp: "2026-11-20T10:00:00Z" },
      }),
    ].map(clusterPod);
    expect(pods.map(({ reason }) => reason)).toEqual([
      "",
      "Evicted",
      "ContainerCreating",
      "NotReady",
      "Terminating",
    ]);
  });

  it("lacks a component, and runs versions that do not go together", () => {
    const pods = [
      componentObject("kube-apiserver", "cp1", "v1.33.4"),
      componentObject("kube-scheduler", "cp1", "v1.33.4"),
    ].map(clusterPod);
    const nodes = [
      nodeObject("cp1", { isControlPlane: true }),
      nodeObject("w1", { kubelet: "v1.34.0" }),
      nodeObject("w2", { kubelet: "v1.30.9" }),
      nodeObject("w3", { kubelet: "v1.29.9" }),
    ].map(clusterNode);
    const found = judgeComponents({ ...well, nodes, pods });
    expect(found.map(({ node, message }) => `${node}: ${message}`)).toEqual([
      "cp1: does not run kube-controller-manager",
      "w1: kubelet v1.34.0 is newer than the API server (v1.33.4 on cp1)",
      "w3: kubelet v1.29.9 is 4 minor releases older than the API server (v1.33.4); 3 are supported",
    ]);
  });
});
