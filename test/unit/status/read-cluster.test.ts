import { readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { ConnectionError } from "../../../src/errors.ts";
import { HostLink } from "../../../src/status/host-link.ts";
import { readCluster } from "../../../src/status/read-cluster.ts";
import type { Target, Transport, TunnelShell } from "../../../src/transport/transport.ts";
import { answeringShell } from "./answering-shell.ts";
import { apiServer, clusterPki, localTunnel } from "./test-cluster.ts";

const pki = clusterPki();
const facts = readFileSync(join(import.meta.dirname, "../role/recorded/debian-12-container.txt"), "utf8");
const cluster = {
  name: "prod",
  nodes: [
    { name: "cp1", role: "control_plane" },
    { name: "cp2", role: "control_plane" },
    { name: "w1", role: "worker" },
  ],
} as const;
const adminConf = stringify({
  clusters: [{ cluster: { "certificate-authority-data": pki.ca, server: "https://lb:8443" } }],
  users: [{ user: { "client-certificate-data": pki.certificate, "client-key-data": pki.key } }],
});

function controlPlane(port: number, access = adminConf): TunnelShell {
  const software = `kubelet=active\njoined=yes\npod=kube-apiserver registry.k8s.io/kube-apiserver:v1.33.4 secure-port=${port} \n`;
  const recorded = { facts, "kubernetes software": software, "admin access": access };
  return answeringShell(recorded, localTunnel.connect);
}

function links(open: Readonly<Record<string, () => Promise<TunnelShell>>>) {
  const transport: Transport<TunnelShell> = {
    open({ name }: Target, { readOnly }) {
      expect(readOnly).toBe(true);
      return (
        open[name]?.() ?? Promise.reject(new ConnectionError(name, `${name} did not answer`, "look at it"))
      );
    },
  };
  const all = new Map<string, HostLink>(
    cluster.nodes.map(({ name }) => [name, new HostLink(transport, { name, host: name })]),
  );
  return (name: string) => all.get(name) ?? new HostLink(transport, { name, host: name });
}

const patient = { signal: new AbortController().signal, seconds: 20 };

// Loading the library takes longer than a test may on a busy machine.
beforeAll(() => import("@kubernetes/client-node"), 60_000);

describe("reading a cluster", () => {
  it("goes through a control plane that can be reached, and tells why others cannot", async () => {
    const { port } = await apiServer(pki);
    const worker = answeringShell(
      { facts, "kubernetes software": "kubelet=failed\njoined=yes\n" },
      localTunnel.connect,
    );
    const linkOf = links({ cp2: async () => controlPlane(port), w1: async () => worker });
    const { api, nodes } = await readCluster(cluster, linkOf, patient);
    expect(api).toMatchObject({ kind: "read", value: { through: "cp2", version: "v1.33.4" } });
    expect(nodes.get("cp1")).toMatchObject({
      host: { kind: "failed", reason: "cp1 did not answer", hint: "look at it", isUnreachable: true },
      components: null,
    });
    expect(nodes.get("cp2")).toMatchObject({
      host: { kind: "read", value: { software: { kubelet: "active" } } },
      components: { kind: "read", value: [{ name: "kube-apiserver", isHealthy: true }] },
    });
    expect(nodes.get("w1")).toMatchObject({
      host: { value: { software: { kubelet: "failed" } } },
      components: null,
    });
    expect(worker.frames).toBe(1);
  });

  it("asks the next control plane where one has no API server, and says what each said", async () => {
    const linkOf = links({ cp1: async () => controlPlane(1), cp2: async () => controlPlane(1, "") });
    const { api } = await readCluster(cluster, linkOf, patient);
    expect(api).toMatchObject({ kind: "failed", isUnreachable: false });
    const { reason } = api.kind === "failed" ? api : { reason: "" };
    expect(reason).toContain("cp1: connect ECONNREFUSED 127.0.0.1:1");
    expect(reason).toContain("cp2 has no /etc/kubernetes/admin.conf with certificates");
  });

  it("blames no component for a host that forwards nothing", async () => {
    const forbidden = new ConnectionError("cp1", "sshd of cp1 does not forward connections", "allow it");
    const plane = { ...controlPlane(6443), connect: () => Promise.reject(forbidden) };
    const { api, nodes } = await readCluster(cluster, links({ cp1: async () => plane }), patient);
    const failed = { kind: "failed", reason: forbidden.message, hint: "allow it", isUnreachable: true };
    expect(api).toMatchObject(failed);
    expect(nodes.get("cp1")).toMatchObject({ host: { kind: "read" }, components: failed });
  });

  it("ends with its deadline, whoever is still silent", async () => {
    const deadline = AbortSignal.abort(new DOMException("over", "TimeoutError"));
    const silent = () => new Promise<never>((_, reject) => reject(deadline.reason));
    const linkOf = links({ cp1: silent, cp2: silent, w1: silent });
    const { api, nodes } = await readCluster(cluster, linkOf, { signal: deadline, seconds: 7 });
    expect([...nodes.values()].map(({ host }) => host.kind === "failed" && host.reason)).toEqual(
      Array.from({ length: 3 }, () => "did not answer within 7 s"),
    );
    expect(api).toMatchObject({
      kind: "failed",
      reason: "no control plane could be reached",
      isUnreachable: true,
    });
  });
});
