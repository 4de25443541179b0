import { describe, expect, it } from "vitest";
import type { WorkloadState } from "../../src/kubernetes/workload.ts";
import { testRole } from "../../src/testing/test-role.ts";
import role from "./role.ts";
import type { CiliumSettings } from "./settings.ts";

const absent: WorkloadState = { kind: "absent" };
const found: WorkloadState = { kind: "found", isReady: true, desired: 2, available: 2 };
const silent: WorkloadState = { kind: "unanswered", reason: "there is no /etc/kubernetes/admin.conf" };

function tested(settings: CiliumSettings, kubeProxy = absent, inventory?: unknown) {
  return testRole(role, { args: { settings }, facts: { kubeProxy }, ...(inventory ? { inventory } : {}) });
}

/** The values that Helm is given, read from the script. */
function values(
  settings: CiliumSettings,
  kubeProxy?: WorkloadState,
  inventory?: unknown,
): Record<string, unknown> {
  const plan = tested(settings, kubeProxy, inventory)
    .task("Install Cilium")
    .built()
    .plan({ release: absent });
  const [change] = plan.kind === "changes" ? plan.changes : [];
  const script = change?.kind === "run" ? change.script : "";
  return JSON.parse(/<<'LAB'\n([\s\S]*?)LAB/.exec(script)?.[1] ?? "");
}

describe("the role cilium", () => {
  it("acts from the first control plane alone", () => {
    expect(testRole(role, { args: {}, host: "worker1" }).tasks).toEqual([]);
    expect(tested({}).tasks.map(({ name }) => name)).toEqual([
      "Install Cilium",
      "Wait until Cilium runs on every node",
    ]);
  });

  it("gives Helm what inventory and settings say", () => {
    expect(values({})).toEqual({
      cluster: { name: "demo" },
      ipam: { mode: "kubernetes" },
      k8s: { requireIPv4PodCIDR: true, requireIPv6PodCIDR: false },
      ipv4: { enabled: true },
      ipv6: { enabled: false },
      kubeProxyReplacement: true,
      k8sServiceHost: "192.0.2.11",
      k8sServicePort: "6443",
      routingMode: "tunnel",
      tunnelProtocol: "vxlan",
      operator: { replicas: 2 },
    });
  });

  it("takes any values of the chart, and they win", () => {
    const given = {
      mtu: 1280,
      devices: ["eth1"],
      hubble: { ui: true },
      values: { operator: { replicas: 3 }, MTU: 1400 },
    };
    expect(values(given)).toMatchObject({
      MTU: 1400,
      devices: ["eth1"],
      operator: { replicas: 3 },
      hubble: { enabled: true, relay: { enabled: true }, ui: { enabled: true } },
    });
  });

  it("routes and encrypts as it is told, in both families, and finds an endpoint with an IPv6 address", () => {
    const inventory = {
      clusters: [
        {
          name: "dual",
          pod_cidr: "10.244.0.0/16,fd00:10:244::/56",
          service_cidr: "10.96.0.0/16,fd00:10:96::/112",
          control_plane_endpoint: "[fd00::10]:8443",
          nodes: [{ name: "cp1", role: "control_plane", host: "192.0.2.11" }],
        },
      ],
    };
    const settings = {
      routing_mode: "native",
      encryption: { type: "wireguard", node_encryption: true },
    } as const;
    expect(values(settings, absent, inventory)).toMatchObject({
      routingMode: "native",
      autoDirectNodeRoutes: true,
      ipv4NativeRoutingCIDR: "10.244.0.0/16",
      ipv6NativeRoutingCIDR: "fd00:10:244::/56",
      ipv6: { enabled: true },
      encryption: { enabled: true, type: "wireguard", nodeEncryption: true },
      operator: { replicas: 1 },
      k8sServiceHost: "fd00::10",
      k8sServicePort: "8443",
    });
  });

  it("waits until it is known whether there is a kube-proxy", () => {
    expect(tested({}, silent).task("Install Cilium").waitsFor).toMatch(/kube-proxy/);
  });
});

describe("kube-proxy", () => {
  it("is not deleted where nobody would take its place", () => {
    const settings = { replace_kube_proxy: true, kube_proxy_replacement: false };
    expect(() => tested(settings)).toThrow("nobody to serve Services");
  });

  it("is left to its work where it is there", () => {
    expect(values({}, found)).toMatchObject({ kubeProxyReplacement: false });
    expect(values({}, found)).not.toHaveProperty("k8sServiceHost");
  });

  it("and its replacement are not set up side by side", () => {
    const refused = tested({ kube_proxy_replacement: true }, found).task("Refuse to serve Services twice");
    expect(refused.runs).toBe(true);
    expect(refused.built().plan()).toMatchObject({
      kind: "failed",
      message: expect.stringContaining("replace_kube_proxy"),
    });
    expect(tested({ kube_proxy_replacement: true }, absent).task("Refuse to serve Services twice").runs).toBe(
      false,
    );
  });

  it("is deleted, with its configuration, once Cilium runs, where that is asked for", () => {
    const replacing = tested({ replace_kube_proxy: true }, found);
    expect(replacing.tasks.map(({ name }) => name)).toEqual([
      "Install Cilium",
      "Wait until Cilium runs on every node",
      "Delete kube-proxy",
    ]);
    expect(values({ replace_kube_proxy: true }, found)).toMatchObject({ kubeProxyReplacement: true });
    const deletion = replacing.task("Delete kube-proxy").built();
    expect(deletion.plan({ kubeProxy: found })).toMatchObject({
      changes: [{ summary: "kubectl delete DaemonSet and ConfigMap kube-proxy" }],
    });
    expect(deletion.planAgain({ kubeProxy: found })).toEqual({ kind: "changes", changes: [] });
  });
});
