import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { daysLeft, firstToEnd } from "../../../../src/kubernetes/health/certificate.ts";
import { judgeCertificates, judgeNode } from "../../../../src/kubernetes/health/judge-node.ts";
import { nodeSoftware, parseNodeSoftware } from "../../../../src/kubernetes/health/node-software.ts";
import { runSh } from "../../resources/run-sh.ts";

const recorded = readFileSync(join(import.meta.dirname, "recorded/control-plane.txt"), "utf8");
const software = parseNodeSoftware(recorded);
const now = Date.parse("2026-11-21T12:00:00Z");

describe("what a node holds of Kubernetes", () => {
  it("is read from what it printed", () => {
    expect(software).toMatchObject({
      kubelet: "active",
      kubeletVersion: "v1.33.4",
      containerdVersion: "1.6.20~ds1",
      hasJoined: true,
      networks: ["bridge"],
    });
    expect(software.staticPods[0]).toEqual({
      name: "etcd",
      image: "registry.k8s.io/etcd:3.5.21-0",
      flags: { "listen-metrics-urls": "http://127.0.0.1:2381" },
    });
    expect(software.staticPods[1]?.flags).toEqual({ "secure-port": "6443" });
  });

  it("has certificates in files and in kubeconfigs, and what is none is left out", () => {
    expect(software.certificates.map((each) => [each.name, daysLeft(each, now)])).toEqual([
      ["pki/apiserver.crt", 364],
      ["kubelet.conf", 19],
      ["admin.conf", 363],
    ]);
    expect(firstToEnd(software.certificates)?.name).toBe("kubelet.conf");
  });

  it("is asked by a script that this machine answers", () => {
    const { status, stdout } = runSh(nodeSoftware({}).kind.script([{}]));
    expect(status).toBe(0);
    expect(parseNodeSoftware(stdout).hasJoined).toBe(false);
  });
});

describe("a node", () => {
  it("is well", () => {
    expect(judgeNode("cp1", software)).toEqual([]);
    expect(judgeCertificates("cp1", software.certificates, 10, now)).toEqual([]);
  });

  it("has services that do not run, and no network", () => {
    const found = judgeNode("cp1", {
      ...software,
      kubelet: "failed",
      containerd: "inactive",
      networks: [],
    });
    expect(found.map(({ message }) => message)).toEqual([
      "kubelet does not run: it is failed",
      "containerd does not run: it is inactive",
      "has no container network in /etc/cni/net.d",
    ]);
  });

  it("has nothing else to tell before it has joined", () => {
    const found = judgeNode("w1", { ...software, hasJoined: false, kubelet: "inactive" });
    expect(found.map(({ message }) => message)).toEqual(["has not joined the cluster"]);
  });

  it("has certificates that end soon, and such that have ended", () => {
    const soon = judgeCertificates("cp1", software.certificates, 30, now);
    expect(soon.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
      "warning: certificates end soon: kubelet.conf in 19 days",
    ]);
    const later = judgeCertificates("cp1", software.certificates, 30, now + 365 * 86_400_000);
    expect(later.map(({ message }) => message)).toEqual([
      "certificates have ended: kubelet.conf, admin.conf, pki/apiserver.crt",
    ]);
  });
});
