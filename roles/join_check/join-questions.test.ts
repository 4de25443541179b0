import { describe, expect, it } from "vitest";
import { parseYamlFile } from "../../src/input/yaml-file.ts";
import { inventoryOf } from "../../src/inventory/load-inventory.ts";
import { clusterView } from "../../src/playbook/role-view.ts";
import { joinNodes, joinPeers, peerQuestions } from "./join-questions.ts";

const clusters = [
  {
    name: "prod",
    pod_cidr: "10.244.0.0/16",
    service_cidr: "10.96.0.0/16",
    control_plane_endpoint: "api.lab.example",
    nodes: [
      { name: "cp1", role: "control_plane", node_ip: "10.8.0.1" },
      { name: "w1", role: "worker", node_ip: "10.8.0.21" },
      { name: "w2", role: "worker", node_ip: "10.8.0.22" },
    ],
  },
];
const cluster = clusterView("prod", inventoryOf(parseYamlFile("c.json", JSON.stringify({ clusters }))));
const worker = cluster.nodes.find(({ name }) => name === "w1") ?? expect.fail("no worker");

describe("who is asked before a worker joins", () => {
  it("are control planes and the endpoint, and no other worker", () => {
    expect(joinPeers(worker, cluster, 6443)).toEqual([
      { name: "cp1", address: "10.8.0.1", ports: [6443] },
      { name: "api.lab.example:6443", address: "api.lab.example", ports: [6443] },
    ]);
  });

  it("are control planes for the way back, to the port of the kubelet", () => {
    const asked = (apiPort: number | null) =>
      Object.entries(peerQuestions(worker, joinNodes(worker, cluster), apiPort)).map(
        ([name, { elsewhere }]) => [name, elsewhere?.machine, elsewhere?.probe.query],
      );
    expect(asked(null)).toEqual([["clock of cp1", "cp1", {}]]);
    expect(asked(6443)[1]).toEqual([
      "way back from cp1",
      "cp1",
      { peers: [{ name: "w1", address: "10.8.0.21", ports: [10_250] }] },
    ]);
  });
});
