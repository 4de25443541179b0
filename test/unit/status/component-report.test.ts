import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it, onTestFinished } from "vitest";
import { problemOf, readComponents } from "../../../src/status/component-report.ts";
import { parseEtcdMetrics } from "../../../src/status/etcd-metrics.ts";
import { apiServer, clusterPki, localTunnel } from "./test-cluster.ts";

const pki = clusterPki();
const patient = new AbortController().signal;
const metrics = `# HELP etcd_server_has_leader Whether or not a leader exists. 1 is existence, 0 is not.
# TYPE etcd_server_has_leader gauge
etcd_server_has_leader 1
etcd_server_is_leader 1
etcd_mvcc_db_total_size_in_bytes 2.5427968e+07
`;

async function etcd(health: object, status = 200) {
  const server = createServer((request, response) => {
    response.statusCode = request.url === "/health" ? status : 200;
    response.end(request.url === "/health" ? JSON.stringify(health) : metrics);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return {
    name: "etcd",
    image: "etcd:3.5.21-0",
    flags: { "listen-metrics-urls": `http://127.0.0.1:${port}` },
  };
}

function apiPod(port: number, name = "kube-apiserver") {
  return { name, image: `registry.k8s.io/${name}:v1.33.4`, flags: { "secure-port": String(port) } };
}

describe("the components of a control plane", () => {
  it("are asked at their own health endpoints", async () => {
    const { port } = await apiServer(pki);
    const pods = [
      apiPod(port),
      await etcd({ health: "true", reason: "" }),
      { name: "mine", image: "", flags: {} },
    ];
    expect(await readComponents(localTunnel, pods, pki, patient)).toEqual([
      { name: "kube-apiserver", version: "v1.33.4", isHealthy: true, problem: "", member: null },
      {
        name: "etcd",
        version: "3.5.21-0",
        isHealthy: true,
        problem: "",
        member: { isLeader: true, hasLeader: true, databaseBytes: 25_427_968 },
      },
    ]);
  });

  it("say what is wrong with them, each for itself", async () => {
    const { port } = await apiServer(pki, "[+]ping ok\n[-]etcd failed: reason withheld\nreadyz check failed");
    const gone = { ...apiPod(1), name: "kube-scheduler" };
    const pods = [apiPod(port), gone, await etcd({ health: "false", reason: "RAFT NO LEADER" }, 503)];
    const reports = await readComponents(localTunnel, pods, pki, patient);
    expect(reports.map(({ name, problem }) => `${name}: ${problem}`)).toEqual([
      "kube-apiserver: not well: etcd",
      "kube-scheduler: connect ECONNREFUSED 127.0.0.1:1",
      "etcd: RAFT NO LEADER",
    ]);
  });

  it("cannot be asked where a manifest names no place for it", async () => {
    const [report] = await readComponents(
      localTunnel,
      [{ name: "etcd", image: "", flags: {} }],
      null,
      patient,
    );
    expect(report).toMatchObject({
      isHealthy: false,
      problem: "its manifest names no http:// URL for metrics",
    });
  });
});

describe("health in HTTP", () => {
  it.each([
    [{ status: 200, text: "ok" }, ""],
    [{ status: 403, text: "" }, "answers with HTTP 403"],
    [{ status: 500, text: "[-]a failed: x\n[+]b ok\n[-]c failed" }, "not well: a, c"],
  ])("%j", (answer, problem) => {
    expect(problemOf(answer)).toBe(problem);
  });

  it("knows no member of etcd in other metrics", () => {
    expect(parseEtcdMetrics("go_goroutines 7\n")).toBeNull();
  });
});
