import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseAllDocuments } from "yaml";
import { kubeadmConfig } from "../../../../src/kubernetes/config/kubeadm-config.ts";
import type { InitRequest } from "../../../../src/kubernetes/config/kubeadm-request.ts";
import { checkKubeadmDocuments } from "../../../../src/kubernetes/schemas/check-kubeadm-documents.ts";
import { exampleCluster, exampleNode, joinRequest, nodeOf, release, withSecrets } from "./example-cluster.ts";

const golden = join(import.meta.dirname, "golden");
const minors = [28, 29, 30, 31, 32, 33, 34, 35, 36];
const shapes = [
  { isHa: false, isDual: false, name: "single-ipv4" },
  { isHa: false, isDual: true, name: "single-dual-stack" },
  { isHa: true, isDual: false, name: "ha-ipv4" },
  { isHa: true, isDual: true, name: "ha-dual-stack" },
];

function initRequest(changes: Partial<InitRequest> = {}): InitRequest {
  const cluster = exampleCluster({ isHa: false, isDual: false });
  return { kind: "init", version: release(33), cluster, node: nodeOf(cluster, "cp1"), ...changes };
}

/** Documents by their kind. */
function rendered(request: Parameters<typeof kubeadmConfig>[0]): Record<string, Record<string, unknown>> {
  const text = withSecrets(kubeadmConfig(request));
  expect(checkKubeadmDocuments(text)).toEqual([]);
  return Object.fromEntries(
    parseAllDocuments(text).map((document) => [document.get("kind"), document.toJS()]),
  );
}

describe.each(minors)("the files for kubeadm 1.%i", (minor) => {
  it.each(shapes)("of a cluster $name are as they were, and fit the published types", async (shape) => {
    const cluster = exampleCluster(shape);
    const files = {
      "kubeadm init on cp1": kubeadmConfig(
        initRequest({ version: release(minor), cluster, node: nodeOf(cluster, "cp1") }),
      ),
      ...(shape.isHa && {
        "kubeadm join on cp2": kubeadmConfig(joinRequest(cluster, "cp2", release(minor))),
      }),
      "kubeadm join on w1": kubeadmConfig(joinRequest(cluster, "w1", release(minor))),
    };
    for (const text of Object.values(files)) expect(checkKubeadmDocuments(withSecrets(text))).toEqual([]);
    const shown = Object.entries(files).map(([title, text]) => `# ${title}\n${text}`);
    await expect(shown.join("\n")).toMatchFileSnapshot(join(golden, `1.${minor}-${shape.name}.yaml`));
  });
});

describe("what was left out or changed", () => {
  it("kube-proxy is disabled in v1beta4, and a phase to skip in v1beta3", () => {
    expect(rendered(initRequest({ kubeProxy: false })).ClusterConfiguration).toMatchObject({
      proxy: { disabled: true },
    });
    const old = rendered(initRequest({ kubeProxy: false, version: release(30), skipPhases: ["preflight"] }));
    expect(old.ClusterConfiguration).not.toHaveProperty("proxy");
    expect(old.InitConfiguration).toMatchObject({ skipPhases: ["preflight", "addon/kube-proxy"] });
  });

  it("timeouts and lives of certificates go where the version has them", () => {
    const wishes = {
      timeouts: { controlPlaneComponentHealthCheck: "8m", discovery: "2m" },
      certificateValidity: { certificates: "100h", authorities: "1000h" },
    };
    const now = rendered(initRequest(wishes));
    expect(now.InitConfiguration).toMatchObject({ timeouts: wishes.timeouts });
    expect(now.ClusterConfiguration).toMatchObject({
      certificateValidityPeriod: "100h",
      caCertificateValidityPeriod: "1000h",
    });
    const old = { version: release(29), timeouts: wishes.timeouts };
    expect(rendered(initRequest(old)).ClusterConfiguration).toMatchObject({
      apiServer: { timeoutForControlPlane: "8m" },
    });
    const cluster = exampleCluster({ isHa: false, isDual: false });
    expect(rendered({ ...joinRequest(cluster, "w1", release(29)), ...old }).JoinConfiguration).toMatchObject({
      discovery: { timeout: "2m" },
    });
  });

  it("an external etcd, patches, an own port and an own registry are passed on", () => {
    const etcd = {
      endpoints: ["https://10.0.0.31:2379"],
      caFile: "/e/ca",
      certFile: "/e/c",
      keyFile: "/e/k",
    };
    const wishes = {
      etcd,
      patchesDirectory: "/etc/patches",
      bindPort: 7443,
      imageRepository: "reg.example/k8s",
    };
    const { ClusterConfiguration, InitConfiguration } = rendered(initRequest(wishes));
    expect(ClusterConfiguration).toMatchObject({
      etcd: { external: etcd },
      imageRepository: "reg.example/k8s",
    });
    expect(InitConfiguration).toMatchObject({
      patches: { directory: "/etc/patches" },
      localAPIEndpoint: { advertiseAddress: "10.0.0.11", bindPort: 7443 },
    });
  });

  it("a worker registers with its taints, a control plane with kubeadm's own", () => {
    const cluster = exampleCluster({ isHa: true, isDual: false });
    const taints = ["gpu=yes:NoSchedule", "slow:NoExecute"];
    const of = (name: string): unknown => {
      const request = joinRequest(cluster, name, release(33));
      return rendered({ ...request, node: { ...request.node, taints } }).JoinConfiguration?.nodeRegistration;
    };
    expect(of("cp2")).not.toHaveProperty("taints");
    expect(of("w1")).toMatchObject({
      taints: [
        { key: "gpu", value: "yes", effect: "NoSchedule" },
        { key: "slow", effect: "NoExecute" },
      ],
    });
  });

  it("a node of a dual-stack cluster has to have both families, in the services' order", () => {
    const cluster = {
      ...exampleCluster({ isHa: false, isDual: true }),
      serviceCidr: "fd00:96::/112,10.96.0.0/16",
    };
    const node = exampleNode("cp1", "control_plane", "10.0.0.11", "fd00::11");
    expect(rendered(initRequest({ cluster, node })).InitConfiguration).toMatchObject({
      localAPIEndpoint: { advertiseAddress: "fd00::11" },
      nodeRegistration: { kubeletExtraArgs: [{ name: "node-ip", value: "fd00::11,10.0.0.11" }] },
    });
    const lame = exampleNode("cp1", "control_plane", "10.0.0.11");
    expect(() => kubeadmConfig(initRequest({ cluster, node: lame }))).toThrow(
      'node "cp1" has no IPv6 address, and the services of cluster "prod" have',
    );
  });

  it("where no address is known, kubeadm and the kubelet find one themselves", () => {
    const node = exampleNode("cp1", "control_plane");
    const { InitConfiguration } = rendered(initRequest({ node }));
    expect(InitConfiguration?.localAPIEndpoint).toEqual({ bindPort: 6443 });
    expect(InitConfiguration?.nodeRegistration).not.toHaveProperty("kubeletExtraArgs");
  });
});

describe("overrides", () => {
  const extraArgs = { v: 4, "feature-gates": "A=true" };
  const asList = [
    { name: "v", value: "4" },
    { name: "feature-gates", value: "A=true" },
  ];

  it.each([
    ["a mapping", 30, extraArgs, { v: "4", "feature-gates": "A=true" }],
    ["a list", 30, asList, { v: "4", "feature-gates": "A=true" }],
    ["a mapping", 31, extraArgs, asList],
    ["a list", 31, asList, asList],
  ])("flags may be written as %s, whatever kubeadm 1.%i wants", (_, minor, written, expected) => {
    const overrides = { clusterConfiguration: { apiServer: { extraArgs: written } } };
    const { ClusterConfiguration } = rendered(initRequest({ version: release(minor), overrides }));
    expect(ClusterConfiguration).toMatchObject({
      apiServer: { certSANs: ["cp1", "10.0.0.11"], extraArgs: expected },
    });
  });

  it("flags replace those of the same name, lists are replaced, null takes away", () => {
    const overrides = {
      initConfiguration: {
        nodeRegistration: {
          taints: [],
          kubeletExtraArgs: [
            { name: "node-ip", value: "::1" },
            { name: "v", value: "1" },
          ],
        },
        localAPIEndpoint: null,
      },
      clusterConfiguration: { apiServer: { certSANs: ["only.example"] } },
    };
    const { InitConfiguration, ClusterConfiguration } = rendered(initRequest({ overrides }));
    expect(InitConfiguration).not.toHaveProperty("localAPIEndpoint");
    expect(InitConfiguration?.nodeRegistration).toMatchObject(overrides.initConfiguration.nodeRegistration);
    expect(ClusterConfiguration?.apiServer).toEqual({ certSANs: ["only.example"] });
  });

  it("what follows from the networks follows from those that are really given", () => {
    const networking = { podSubnet: "10.30.0.0/25" };
    const overrides = {
      clusterConfiguration: { networking, controlPlaneEndpoint: "other.example:6443" },
      kubeProxyConfiguration: { conntrack: { maxPerCore: 0, min: 0 } },
      kubeletConfiguration: { maxPods: 20 },
    };
    const documents = rendered(initRequest({ overrides }));
    expect(documents.ClusterConfiguration).toMatchObject({
      networking: { podSubnet: "10.30.0.0/25", serviceSubnet: "10.96.0.0/16" },
      controllerManager: { extraArgs: [{ name: "node-cidr-mask-size-ipv4", value: "28" }] },
      apiServer: { certSANs: ["cp1", "10.0.0.11", "other.example"] },
    });
    expect(documents.KubeProxyConfiguration).toMatchObject({ conntrack: { maxPerCore: 0, min: 0 } });
    expect(documents.KubeletConfiguration).toMatchObject({ cgroupDriver: "systemd", maxPods: 20 });
  });
});
