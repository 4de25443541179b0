import { beforeAll, describe, expect, it } from "vitest";
import { readApi } from "../../../src/status/api-report.ts";
import { apiServer, clusterPki, localTunnel } from "./test-cluster.ts";

const pki = clusterPki();
const patient = new AbortController().signal;

// Loading the library takes longer than a test may on a busy machine.
beforeAll(() => import("@kubernetes/client-node"), 60_000);

describe("the Kubernetes API, asked through a tunnel", () => {
  it("answers with nodes, pods and workloads, and gets nothing but GET", async () => {
    const { port, asked } = await apiServer(pki);
    const report = await readApi(localTunnel, { host: "cp1", port, access: pki }, patient);
    expect(report).toMatchObject({
      through: "cp1",
      version: "v1.33.4",
      nodes: [
        { name: "cp1", ready: "True", isControlPlane: true, kubelet: "v1.33.4" },
        { name: "w1", isControlPlane: false },
      ],
      pods: [
        { namespace: "kube-system", name: "kube-proxy-a", isFine: true, restarts: 1 },
        { namespace: "shop", name: "web" },
      ],
      workloads: [
        { kind: "DaemonSet", name: "cilium", ready: 2, desired: 2 },
        { kind: "Deployment", name: "coredns", ready: 2, desired: 2 },
      ],
    });
    expect(asked.length).toBe(5);
    expect(asked.every((line) => line.startsWith("GET "))).toBe(true);
  });

  it("is not believed where another authority vouches for it", async () => {
    const { port } = await apiServer(clusterPki());
    const asking = readApi(localTunnel, { host: "cp1", port, access: pki }, patient);
    await expect(asking).rejects.toThrow();
  });

  it("is not there: what the tunnel says is the reason", async () => {
    const connect = () => Promise.reject(new Error("nothing answers at 127.0.0.1:6443 of cp1"));
    const asking = readApi({ connect }, { host: "cp1", port: 6443, access: pki }, patient);
    await expect(asking).rejects.toThrow("nothing answers at 127.0.0.1:6443 of cp1");
  });

  it("is given up when the time is over", async () => {
    const controller = new AbortController();
    const connect = () => {
      controller.abort(new Error("late"));
      return new Promise<never>(() => {});
    };
    const asking = readApi({ connect }, { host: "cp1", port: 6443, access: pki }, controller.signal);
    await expect(asking).rejects.toThrow("late");
  });
});
