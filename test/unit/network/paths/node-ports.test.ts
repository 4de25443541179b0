import { describe, expect, it } from "vitest";
import { peersOf, portsBetween } from "../../../../src/network/paths/node-ports.ts";

describe("paths to other nodes", () => {
  it("lead where a node has to get, by each address", () => {
    const node = (name: string, role: "control_plane" | "worker" | "etcd", ...addresses: string[]) => ({
      ...{ name, host: name, role, addresses },
      ...{ address: addresses[0] ?? null, candidates: [], labels: {}, taints: [], interfaces: [] },
    });
    const nodes = [
      node("cp1", "control_plane", "10.0.0.1", "fd00::1"),
      node("w1", "worker", "10.0.0.2"),
      node("e1", "etcd", "10.0.0.3"),
      node("w2", "worker"),
    ];
    const from = (index: number) =>
      peersOf(nodes[index] ?? node("x", "worker"), nodes, 6443).map(
        ({ address, ports }) => `${address} ${ports}`,
      );
    expect(from(0)).toEqual(["10.0.0.2 10250", "10.0.0.3 2379,2380"]);
    expect(from(1)).toEqual(["10.0.0.1 6443", "fd00::1 6443"]);
    expect(from(2)).toEqual([]);
    expect(portsBetween("worker", "worker", 6443)).toEqual([10250]);
  });
});
