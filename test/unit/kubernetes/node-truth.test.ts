import { describe, expect, it } from "vitest";
import { nodeTruthScript } from "../../../src/kubernetes/node-traces.ts";
import { nodeTruth } from "../../../src/kubernetes/node-truth.ts";

const query = { name: "w1", endpoint: "10.0.0.1:6443" };
const node = {
  kind: "Node",
  metadata: { name: "w1", labels: {} },
  spec: {},
  status: {
    conditions: [
      { type: "Ready", status: "False", reason: "KubeletNotReady", message: "cni plugin not initialized" },
    ],
    nodeInfo: { kubeletVersion: "v1.33.4", containerRuntimeVersion: "containerd://1.7.27" },
  },
};

const worker = [
  "found=/etc/kubernetes/kubelet.conf",
  "found=/var/lib/kubelet/config.yaml",
  "found=/etc/kubernetes/pki/ca.crt",
  "server=https://10.0.0.1:6443",
  "kubelet=active",
];
const controlPlane = [
  "found=/etc/kubernetes/admin.conf",
  "found=/etc/kubernetes/kubelet.conf",
  "found=/etc/kubernetes/manifests/kube-apiserver.yaml",
  "found=/etc/kubernetes/manifests/etcd.yaml",
  "server=https://10.0.0.7:6443",
  "own=10.0.0.7",
  "etcd=manifest",
  "etcd=data",
  "kubelet=active",
];
const refused =
  "err=The connection to the server 10.0.0.1:6443 was refused - did you specify the right host or port?";
const otherCa =
  "err=Unable to connect to the server: tls: failed to verify certificate: x509: certificate signed by unknown authority";
const notFound = 'err=Error from server (NotFound): nodes "w1" not found';

function truth(lines: readonly string[], answer: readonly string[] = []) {
  const { kind } = nodeTruth(query);
  const stdout = [...lines, "query", ...answer, ""].join("\n");
  return kind.parse(stdout, [query])[0];
}

describe("a host without Kubernetes", () => {
  it("is absent", () => {
    expect(truth(["kubelet=inactive"])).toEqual({ kind: "absent" });
  });

  it("is absent also where packages have left a kubelet that starts over and over", () => {
    expect(truth(["kubelet=activating"])).toEqual({ kind: "absent" });
  });

  it("is partial where something is left, or data of an etcd", () => {
    expect(truth(["found=/var/lib/kubelet/config.yaml", "kubelet=inactive"])).toMatchObject({
      kind: "partial",
      found: ["/var/lib/kubelet/config.yaml"],
      holdsData: false,
    });
    expect(truth(["etcd=data", "kubelet=inactive"])).toMatchObject({ kind: "partial", holdsData: true });
  });
});

describe("a host that an API server knows", () => {
  it("has joined, ready or not", () => {
    expect(truth(worker, [`out=${JSON.stringify(node)}`])).toMatchObject({
      kind: "joined",
      isControlPlane: false,
      kubelet: "active",
      node: { ready: "False", message: "cni plugin not initialized", kubelet: "v1.33.4" },
    });
  });

  it("has joined where kubectl warns of something as well", () => {
    const answer = ["err=Warning: something is deprecated", `out=${JSON.stringify(node)}`];
    expect(truth(controlPlane, answer)).toMatchObject({ kind: "joined", isControlPlane: true });
  });

  it("is partial while what lab has begun has not ended", () => {
    expect(truth(["attempt=join", ...worker], [`out=${JSON.stringify(node)}`])).toMatchObject({
      kind: "partial",
      attempt: "join",
      isRegistered: true,
    });
  });
});

describe("a host that belongs elsewhere", () => {
  it("is foreign by the authority of its kubelet.conf", () => {
    expect(truth(worker, [otherCa])).toMatchObject({ kind: "foreign" });
  });

  it("is foreign where it names another API server, and ours does not answer", () => {
    const elsewhere = worker.map((line) => line.replace("10.0.0.1", "10.9.9.9"));
    expect(truth(elsewhere, [refused])).toMatchObject({
      kind: "foreign",
      reason: expect.stringContaining("https://10.9.9.9:6443"),
    });
  });

  it("is foreign under another name", () => {
    const forbidden =
      'err=Error from server (Forbidden): nodes "w1" is forbidden: User "system:node:old" cannot get';
    expect(truth(worker, [forbidden])).toMatchObject({ kind: "foreign" });
  });
});

describe("a host of which the API server says nothing", () => {
  it.each([
    ["refused connection", worker, refused],
    ["refused connection to a control plane that asks itself", controlPlane, refused],
    ["silence", worker, ""],
    ["Unauthorized", worker, "err=error: You must be logged in to the server (Unauthorized)"],
    ["missing kubectl", worker, "err=kubectl is not installed"],
    ["deleted Node of a control plane", controlPlane, notFound],
  ])("is unknown, and never reset: %s", (_, lines, answer) => {
    expect(truth(lines, [answer])).toMatchObject({ kind: "unknown" });
  });

  it("is partial where its Node is gone and nothing is lost", () => {
    expect(truth(worker, [notFound])).toMatchObject({ kind: "partial", isRegistered: false });
  });

  it("is partial where its etcd never had data, or its join never ended", () => {
    const unborn = controlPlane.filter((line) => line !== "etcd=data");
    expect(truth(unborn, [refused])).toMatchObject({ kind: "partial" });
    const joining = ["found=/etc/kubernetes/bootstrap-kubelet.conf", ...worker];
    expect(truth(joining, [refused])).toMatchObject({ kind: "partial" });
  });
});

it("asks in one script for several names", async () => {
  const script = nodeTruthScript([query, { name: "w2", endpoint: "lb.lab:6443" }]);
  await expect(script).toMatchFileSnapshot("golden/node-truth.sh");
});
