import { describe, expect, it } from "vitest";
import { checkClusterNetworks } from "../../../../src/kubernetes/config/check-cluster-networks.ts";
import { exampleCluster } from "./example-cluster.ts";

const cluster = exampleCluster({ isHa: true, isDual: true });

function messages(networking: Record<string, string>): string[] {
  const problems = checkClusterNetworks(cluster, { clusterConfiguration: { networking } });
  return problems.map(({ message }) => message);
}

describe("the networks that kubeadm is given", () => {
  it("are fine as the inventory has them", () => {
    expect(checkClusterNetworks(cluster)).toEqual([]);
  });

  it.each([
    [
      { podSubnet: "10.96.128.0/17" },
      "the pod network, 10.96.128.0/17, overlaps with the service network, 10.96.0.0/16",
    ],
    [
      { podSubnet: "100.100.0.0/16" },
      "the pod network, 100.100.0.0/16, overlaps with what Tailscale and carriers use, 100.64.0.0/10",
    ],
    [
      { serviceSubnet: "10.0.0.0/16,fd00:96::/112" },
      'the service network, 10.0.0.0/16, overlaps with the address of node "cp1", 10.0.0.11',
    ],
    [
      { serviceSubnet: "10.96.0.0/16,fd00::8000/113" },
      "the service network, fd00::8000/113, overlaps with the network of the nodes, fd00::/64",
    ],
    [{ podSubnet: "10.30.0.0/28" }, "the pod network, 10.30.0.0/28, has no room for 5 nodes"],
  ])("%o", (networking, message) => {
    expect(messages(networking)).toEqual([message]);
  });
});
