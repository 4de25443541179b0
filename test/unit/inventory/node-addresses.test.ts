import { describe, expect, it } from "vitest";
import { InputError } from "../../../src/errors.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { inventoryOf } from "../../../src/inventory/load-inventory.ts";
import type { NodeDeclaration } from "../../../src/inventory/node-schema.ts";
import { clusterView } from "../../../src/playbook/role-view.ts";

interface Networks {
  readonly pod_cidr?: string;
  readonly node_network?: string;
  readonly control_plane_endpoint?: string;
}

function inventory(node: Partial<NodeDeclaration>, cluster: Networks = {}) {
  const declared = {
    clusters: [
      {
        name: "dev",
        pod_cidr: "10.244.0.0/16",
        service_cidr: "10.96.0.0/12",
        ...cluster,
        nodes: [{ name: "cp1", role: "control_plane", ...node }],
      },
    ],
  };
  return inventoryOf(parseYamlFile("clusters.json", JSON.stringify(declared, null, 1)));
}

function addressesOf(node: Partial<NodeDeclaration>, cluster: Networks = {}) {
  const { addresses, candidates } = inventory(node, cluster).hosts.get("cp1") ?? {};
  return { addresses, candidates };
}

function problemOf(node: Partial<NodeDeclaration>, cluster: Networks = {}): string {
  try {
    inventory(node, cluster);
  } catch (error) {
    if (error instanceof InputError) return error.problems.map(({ message }) => message).join("\n");
  }
  return "";
}

const nat = { name: "ens33", addresses: ["192.168.5.11/24"], gateway: "192.168.5.2" };
const inner = { name: "ens37", addresses: ["172.100.100.2/24"] };
const dual = "10.244.0.0/16,fd00:244::/56";

describe("the address of a node among the nodes", () => {
  it.each([
    ["the one that lab connects to", { host: "10.0.0.1" }, {}, ["10.0.0.1"]],
    ["the only one that is declared", { host: "10.0.0.1", interfaces: [inner] }, {}, ["172.100.100.2"]],
    [
      "the one in node_network",
      { interfaces: [nat, inner] },
      { node_network: "172.100.100.0/24" },
      ["172.100.100.2"],
    ],
    [
      "what node_ip says",
      { interfaces: [nat, inner], node_ip: "192.168.5.11" },
      { node_network: "172.100.100.0/24" },
      ["192.168.5.11"],
    ],
    [
      "one of each family for dual stack",
      { interfaces: [{ name: "eth0", addresses: ["10.0.0.1/24", "fd00::1/64"] }] },
      { pod_cidr: dual },
      ["10.0.0.1", "fd00::1"],
    ],
    [
      "of the families that pods have",
      { interfaces: [{ name: "eth0", addresses: ["10.0.0.1/24", "fd00::1/64"] }] },
      {},
      ["10.0.0.1"],
    ],
    ["not known where there is only a DNS name", { host: "cp1.lab" }, {}, []],
  ])("is %s", (_what, node, cluster, expected) => {
    expect(addressesOf(node, cluster)).toEqual({ addresses: expected, candidates: [] });
  });

  it("is never chosen by chance: several without a choice stay candidates", () => {
    const candidates = ["192.168.5.11", "172.100.100.2"];
    expect(addressesOf({ interfaces: [nat, inner] })).toEqual({ addresses: [], candidates });
  });

  it.each([
    ["10.0.0.0/33", {}, '"10.0.0.0/33" is not a network in CIDR notation'],
    [
      "10.9.0.0/24",
      { interfaces: [nat, inner] },
      'host "cp1" has no address (it has 192.168.5.11, 172.100.100.2) in 10.9.0.0/24, the node_network of cluster "dev"',
    ],
    [
      "172.100.0.0/16",
      { interfaces: [inner, { name: "ens38", addresses: ["172.100.1.2/24"] }] },
      'host "cp1" has 172.100.100.2 and 172.100.1.2 in 172.100.0.0/16, the node_network of cluster "dev"',
    ],
  ])("is refused where node_network %s cannot choose it", (node_network, node, message) => {
    expect(problemOf(node, { node_network })).toBe(message);
  });

  it("is refused where node_ip is no address", () => {
    expect(problemOf({ node_ip: "10.0.0.1/24" })).toBe('"10.0.0.1/24" is not an IP address');
  });
});

describe("the endpoint of the API server", () => {
  it.each([
    [{ host: "10.0.0.1" }, {}, "10.0.0.1:6443"],
    [{ host: "cp1.lab" }, {}, "cp1.lab:6443"],
    [{ node_ip: "fd00::1" }, {}, "[fd00::1]:6443"],
    [{ host: "10.0.0.1" }, { control_plane_endpoint: "api.lab" }, "api.lab:6443"],
    [{ host: "10.0.0.1" }, { control_plane_endpoint: "api.lab:8443" }, "api.lab:8443"],
    [{ host: "10.0.0.1" }, { control_plane_endpoint: "[fd00::9]:8443" }, "[fd00::9]:8443"],
    [{ host: "10.0.0.1" }, { control_plane_endpoint: "fd00::9" }, "[fd00::9]:6443"],
  ])("of %j in %j is %s", (node, cluster, expected) => {
    expect(clusterView("dev", inventory(node, cluster)).endpoint).toBe(expected);
  });
});

describe("a host of role etcd", () => {
  it("is in groups of its own, and neither control plane nor worker", () => {
    const { groups } = inventoryOf(
      parseYamlFile(
        "clusters.json",
        JSON.stringify({
          clusters: [
            {
              name: "dev",
              pod_cidr: "10.244.0.0/16",
              service_cidr: "10.96.0.0/12",
              nodes: [
                { name: "cp1", role: "master" },
                { name: "e1", role: "etcd" },
              ],
            },
          ],
        }),
      ),
    );
    expect(groups.get("etcd")).toEqual(["e1"]);
    expect(groups.get("dev_etcd")).toEqual(["e1"]);
    expect(groups.get("control_plane")).toEqual(["cp1"]);
    expect(groups.get("workers")).toEqual([]);
    expect(groups.get("dev")).toEqual(["cp1", "e1"]);
  });
});
