import { describe, expect, it } from "vitest";
import { readConfig } from "../../stand-ins/kubeadm/config-file.ts";

const release = { version: "1.33.4", minor: 33 };

function cluster(version: string, body: string): string {
  return `apiVersion: kubeadm.k8s.io/${version}\nkind: ClusterConfiguration\n${body}`;
}

const join = `apiVersion: kubeadm.k8s.io/v1beta4
kind: JoinConfiguration
discovery:
  bootstrapToken:
    apiServerEndpoint: 10.0.0.1:6443
    token: abcdef.0123456789abcdef
    caCertHashes: ["sha256:${"0".repeat(64)}"]
`;

describe("files for kubeadm --config", () => {
  it("takes several documents, each by its kind", () => {
    const text = `${cluster("v1beta4", "networking: {podSubnet: 10.244.0.0/16}")}\n---\n${join}`;
    expect([...readConfig(text, release).keys()]).toEqual(["ClusterConfiguration", "JoinConfiguration"]);
  });

  it.each([
    ["an unknown field", cluster("v1beta4", "network: {}"), 'unknown field "network"'],
    ["an unknown field below", cluster("v1beta4", "networking: {podCidr: x}"), "networking.podCidr"],
    ["arguments of v1beta3 in v1beta4", cluster("v1beta4", "apiServer: {extraArgs: {v: '2'}}"), "extraArgs"],
    [
      "arguments of v1beta4 in v1beta3",
      cluster("v1beta3", "apiServer: {extraArgs: [{name: v}]}"),
      "extraArgs",
    ],
    ["an unknown kind", "apiVersion: kubeadm.k8s.io/v1beta4\nkind: Cluster", 'no kind "Cluster"'],
    ["no kind", "apiVersion: kubeadm.k8s.io/v1beta4", "mandatory information"],
    ["a kind twice", `${join}---\n${join}`, "specified twice"],
    ["no CIDR", cluster("v1beta4", "networking: {podSubnet: here}"), "couldn't parse subnet"],
    [
      "two CIDRs of one family",
      cluster("v1beta4", 'networking: {podSubnet: "10.0.0.0/16,10.1.0.0/16"}'),
      "two CIDRs from each family",
    ],
    ["no token", join.replace("abcdef.0123456789abcdef", "abc"), "discovery.bootstrapToken.token"],
    ["trust without a hash", join.replace(/\[.*\]/, "[]"), "without caCertHashes can be unsafe"],
  ])("refuses %s", (_, text, message) => {
    expect(() => readConfig(text, release)).toThrow(message);
  });
});

describe("API versions", () => {
  const reads = (minor: number, version: string): boolean => {
    try {
      readConfig(cluster(version, "clusterName: a"), { version: `1.${minor}.0`, minor });
      return true;
    } catch {
      return false;
    }
  };

  it("are those that a release of kubeadm reads", () => {
    expect([28, 30, 31, 35, 36].map((minor) => reads(minor, "v1beta3"))).toEqual([
      true,
      true,
      true,
      true,
      false,
    ]);
    expect([28, 30, 31, 35, 36].map((minor) => reads(minor, "v1beta4"))).toEqual([
      false,
      false,
      true,
      true,
      true,
    ]);
  });
});
