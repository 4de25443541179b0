import { describe, expect, it } from "vitest";
import type { RoleCluster, RoleNode } from "../../src/role/role-context.ts";
import { exampleFacts } from "../../src/testing/example-facts.ts";
import { nodeIp } from "./node-ip.ts";

const node: RoleNode = {
  name: "w1",
  role: "worker",
  host: "w1",
  address: null,
  addresses: [],
  candidates: [],
  labels: {},
  taints: [],
  interfaces: [],
};
const cluster: RoleCluster = {
  name: "prod",
  podCidr: "10.244.0.0/16",
  serviceCidr: "10.96.0.0/16",
  nodeNetworks: [],
  endpoint: "lb.lab:6443",
  bootstrap: "cp1",
  nodes: [node],
};

function ip(interfaces: Record<string, readonly string[]>, other: Partial<RoleCluster> = {}) {
  const links = Object.entries(interfaces).map(([name, addresses]) => [
    name,
    { mac: "", addresses: [...addresses] },
  ]);
  return nodeIp(node, { ...cluster, ...other }, { ...exampleFacts, interfaces: Object.fromEntries(links) });
}

const known = (...addresses: string[]) => ({ kind: "known", addresses });

describe("the node IP, where the inventory knows none", () => {
  it("is the only address that is not of pods, containers or a VPN", () => {
    const interfaces = {
      ens3: ["192.0.2.11/24", "fe80::1/64"],
      cni0: ["10.244.1.1/24"],
      "flannel.1": ["10.244.1.0/32"],
      cilium_host: ["10.244.1.5/32"],
      docker0: ["172.17.0.1/16"],
      tailscale0: ["100.64.0.7/32"],
    };
    expect(ip(interfaces)).toEqual(known("192.0.2.11"));
  });

  it("is never guessed", () => {
    expect(ip({ ens3: ["192.0.2.11/24"], ens4: ["10.0.0.11/24"] })).toMatchObject({
      kind: "unclear",
      problem: expect.stringContaining("192.0.2.11, 10.0.0.11"),
    });
    expect(ip({ ens3: [] })).toMatchObject({ kind: "unclear" });
  });

  it("is the one in the network of the nodes, also of a VPN that was chosen", () => {
    const interfaces = { ens3: ["192.0.2.11/24"], tailscale0: ["100.64.0.7/32"] };
    expect(ip(interfaces, { nodeNetworks: ["100.64.0.0/10"] })).toEqual(known("100.64.0.7"));
    expect(ip(interfaces, { nodeNetworks: ["10.0.0.0/24"] })).toMatchObject({ kind: "unclear" });
  });

  it("is one of each family that the services have", () => {
    const dual = { serviceCidr: "10.96.0.0/16,fd00:96::/112" };
    expect(ip({ ens3: ["192.0.2.11/24", "fd00::b/64"] }, dual)).toEqual(known("192.0.2.11", "fd00::b"));
    expect(ip({ ens3: ["192.0.2.11/24"] }, dual)).toMatchObject({
      problem: expect.stringContaining("no IPv6"),
    });
  });
});
