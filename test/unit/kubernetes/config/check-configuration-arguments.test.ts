import { describe, expect, it } from "vitest";
import { checkConfigurationArguments } from "../../../../src/kubernetes/config/check-configuration-arguments.ts";
import type { ConfigurationArguments } from "../../../../src/kubernetes/config/configuration-arguments.ts";
import { release } from "./example-cluster.ts";

function told(args: ConfigurationArguments, minor: number | null = 33): string[] {
  const problems = checkConfigurationArguments(args, minor === null ? null : release(minor));
  return problems.map(({ message, hint }) => `${message}: ${hint}`);
}

describe("what users say of kubeadm's configurations", () => {
  it("is fine in part, with flags in either form, and with null for what is to go", () => {
    const flags = { v: 2, "feature-gates": "A=true" };
    const args = {
      cluster_configuration: {
        apiServer: { extraArgs: flags, certSANs: null },
        controllerManager: { extraArgs: [{ name: "v", value: "2" }] },
      },
      init_configuration: {
        nodeRegistration: { kubeletExtraArgs: flags, taints: [] },
        localAPIEndpoint: null,
      },
      join_configuration: { discovery: { tlsBootstrapToken: "abcdef.0123456789abcdef" } },
      kubelet_configuration: { maxPods: 30, shutdownGracePeriod: "30s" },
      kube_proxy_configuration: { conntrack: { maxPerCore: 0, min: 0 } },
    };
    for (const minor of [28, 30, 31, 36, null]) expect(told(args, minor)).toEqual([]);
    expect(told({})).toEqual([]);
    expect(told({ cluster_configuration: null })).toEqual([]);
  });

  it("is told with its path where no type has it", () => {
    expect(told({ cluster_configuration: { apiServer: { extraArg: { v: "2" } } } })).toEqual([
      'unknown key "extraArg" in "cluster_configuration.apiServer": did you mean "extraArgs"? kubeadm 1.33 is given kubeadm.k8s.io/v1beta4',
    ]);
    expect(told({ kubelet_configuration: { maxPod: 3 } }, null)).toEqual([
      'unknown key "maxPod" in "kubelet_configuration": did you mean "maxPods"?',
    ]);
  });

  it("is held against the version that the cluster has", () => {
    const args = { cluster_configuration: { proxy: { disabled: true } } };
    expect(told(args)).toEqual([]);
    expect(told(args, 30)).toEqual([
      expect.stringMatching(/^unknown key "proxy" in "cluster_configuration": .*kubeadm\.k8s\.io\/v1beta3$/),
    ]);
  });

  it.each([
    [
      { kubelet_configuration: { maxPods: "30" } },
      '"kubelet_configuration.maxPods" must be a whole number, not "30"',
    ],
    [
      { kubelet_configuration: { syncFrequency: "5 minutes" } },
      '"kubelet_configuration.syncFrequency" must be a duration such as 30s, 10m or 1h30m',
    ],
    [
      { kube_proxy_configuration: { mode: "ipvz" } },
      '"kube_proxy_configuration.mode" must be one of iptables, ipvs, nftables, kernelspace',
    ],
    [
      { init_configuration: { nodeRegistration: { kubeletExtraArgs: [{ nam: "v" }] } } },
      'unknown key "nam" in "init_configuration.nodeRegistration.kubeletExtraArgs.0"',
    ],
  ])("%o has values of another type", (args, message) => {
    expect(told(args)).toEqual([expect.stringContaining(message)]);
  });
});
