import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { checkSchema } from "../../../src/input/check-schema.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { clusterNode } from "../../../src/kubernetes/health/cluster-node.ts";
import { clusterPod } from "../../../src/kubernetes/health/cluster-pod.ts";
import { daemonSet, deployment } from "../../../src/kubernetes/health/cluster-workload.ts";
import { parseNodeSoftware } from "../../../src/kubernetes/health/node-software.ts";
import type { ApiReport } from "../../../src/status/api-report.ts";
import {
  type ClusterReadings,
  type NodeReadings,
  rememberCluster,
} from "../../../src/status/cluster-readings.ts";
import { clusterStatus } from "../../../src/status/cluster-status.ts";
import type { ComponentReport } from "../../../src/status/component-report.ts";
import type { HostReport } from "../../../src/status/host-report.ts";
import type { Reading } from "../../../src/status/reading.ts";
import { type Status, statusSchema } from "../../../src/status/status-schema.ts";
import { statusText } from "../../../src/status/status-text.ts";
import { exampleFacts } from "../../../src/testing/example-facts.ts";
import {
  componentObject,
  daemonSetObject,
  deploymentObject,
  nodeObject,
  podObject,
} from "../kubernetes/health/api-objects.ts";

const now = Date.parse("2026-11-21T12:00:00Z");
const recorded = readFileSync(
  join(import.meta.dirname, "../kubernetes/health/recorded/control-plane.txt"),
  "utf8",
);
const cluster = {
  name: "prod",
  nodes: [
    { name: "cp1", role: "control_plane" },
    { name: "w1", role: "worker" },
  ],
} as const;

const plane: HostReport = { facts: exampleFacts, software: parseNodeSoftware(recorded) };
const worker: HostReport = {
  facts: exampleFacts,
  software: { ...plane.software, staticPods: [], certificates: [] },
};
const names = ["etcd", "kube-apiserver", "kube-controller-manager", "kube-scheduler"];
const member = { isLeader: true, hasLeader: true, databaseBytes: 25_427_968 };
const components: readonly ComponentReport[] = names.map((name) => ({
  name,
  version: name === "etcd" ? "3.5.21-0" : "v1.33.4",
  isHealthy: true,
  problem: "",
  member: name === "etcd" ? member : null,
}));
const objects: ApiReport = {
  through: "cp1",
  version: "v1.33.4",
  nodes: [nodeObject("cp1", { isControlPlane: true }), nodeObject("w1")].map(clusterNode),
  pods: names.map((name) => clusterPod(componentObject(name, "cp1"))),
  workloads: [
    daemonSet(daemonSetObject("kube-system", "cilium", 2, 2)),
    deployment(deploymentObject("coredns", 2, 2)),
  ],
};

function read<Value>(value: Value, at = now): Reading<Value> {
  return { kind: "read", value, at };
}

function lost(name: string, isUnreachable = true): Reading<never> {
  return {
    kind: "failed",
    reason: `${name} did not answer`,
    hint: "check that it is up",
    isUnreachable,
    last: null,
  };
}

function readings(
  nodes: Readonly<Record<string, NodeReadings>> = {},
  api: Reading<ApiReport> = read(objects),
): ClusterReadings {
  const well = {
    cp1: { host: read(plane), components: read(components) },
    w1: { host: read(worker), components: null },
  };
  return { nodes: new Map(Object.entries({ ...well, ...nodes })), api };
}

function snapshot(read: ClusterReadings): Status {
  return { version: 1, time: new Date(now).toISOString(), clusters: [clusterStatus(cluster, read, now)] };
}

function problems(status: Status) {
  const source = parseYamlFile("status", JSON.stringify(status));
  return checkSchema({ ...statusSchema }, JSON.parse(JSON.stringify(status)), source, [], "status");
}

const plain = (_style: string, text: string): string => text;

describe("a snapshot", () => {
  it("of a healthy cluster says so, in the form that is documented", async () => {
    const status = snapshot(readings({}, read(objects)));
    expect(status.clusters[0]).toMatchObject({
      verdict: "healthy",
      network: { name: "cilium", ready: 2, desired: 2 },
    });
    expect(status.clusters[0]?.findings.map(({ message }) => message)).toEqual([
      "certificates end soon: kubelet.conf in 19 days",
    ]);
    expect(problems(status)).toEqual([]);
    await expect(statusText(status, plain)).toMatchFileSnapshot("golden/healthy.txt");
  });

  it("of a cluster in trouble names each trouble, and what to do", async () => {
    const sick = components.map((each) =>
      each.name === "kube-scheduler" ? { ...each, isHealthy: false, problem: "answers with HTTP 500" } : each,
    );
    const status = snapshot(
      readings(
        {
          cp1: { host: read(plane), components: read(sick) },
          w1: {
            host: read({ ...worker, software: { ...worker.software, kubelet: "failed" } }),
            components: null,
          },
        },
        read({
          ...objects,
          nodes: [nodeObject("cp1", { isControlPlane: true }), nodeObject("w1", { ready: "Unknown" })].map(
            clusterNode,
          ),
          pods: [
            clusterPod(
              podObject("shop", "web", { status: { phase: "Failed", reason: "Evicted", conditions: [] } }),
            ),
          ],
        }),
      ),
    );
    expect(status.clusters[0]?.verdict).toBe("unhealthy");
    expect(problems(status)).toEqual([]);
    await expect(statusText(status, plain)).toMatchFileSnapshot("golden/unhealthy.txt");
  });

  it("keeps what was known of a host that is silent now, marked as old; that alone is no ill health", async () => {
    const before = readings();
    const later = rememberCluster(before, readings({ w1: { host: lost("w1"), components: null } }));
    const status = clusterStatus(cluster, later, now + 12_000);
    expect(status.verdict).toBe("unreachable");
    expect(status.nodes[1]).toMatchObject({
      reachable: false,
      problem: "w1 did not answer",
      ageSeconds: 12,
      os: "Debian GNU/Linux 12 (bookworm)",
    });
    const text = statusText({ version: 1, time: "", clusters: [status] }, plain);
    expect(text).toContain("ready, unreachable (known 12 s ago)");
  });

  it("keeps what the API said, and its age, over several failures", () => {
    const silent = readings({}, lost("cp1", false));
    const once = rememberCluster(readings(), silent);
    const twice = clusterStatus(cluster, rememberCluster(once, silent), now + 30_000);
    expect(twice.api).toMatchObject({ reachable: false, version: "v1.33.4", ageSeconds: 30 });
    expect(twice.verdict).toBe("unhealthy");
    expect(twice.findings.map(({ check }) => check)).toContain("api");
  });

  it("knows a network without pods by the nodes' configuration, and a cluster that is none yet", () => {
    const plainNetwork = readings({}, read({ ...objects, workloads: [] }));
    expect(clusterStatus(cluster, plainNetwork, now).network).toEqual({
      name: "bridge",
      ready: 2,
      desired: 2,
    });
    const fresh = { facts: exampleFacts, software: parseNodeSoftware("") };
    const bare = { host: read(fresh), components: null };
    const none = clusterStatus(cluster, readings({ cp1: bare, w1: bare }, lost("cp1", false)), now);
    expect(none.findings.map(({ message }) => message)).toEqual([
      "no node has joined: the cluster is not set up",
    ]);
  });
});
