import { describe, expect, it } from "vitest";
import type { RoleCluster, RoleNode } from "../../../src/role/role-context.ts";
import { exampleCluster, exampleNode } from "../../../test/unit/kubernetes/config/example-cluster.ts";
import { checkWireguard } from "./check-settings.ts";
import { planTunnel } from "./plan-tunnel.ts";
import type { WireguardSettings } from "./settings.ts";
import { tunnelAddresses } from "./tunnel-addresses.ts";
import { readTunnel, tunnelText } from "./tunnel-file.ts";
import type { TunnelHost } from "./tunnel-host.ts";

const keyFile = "/etc/wireguard/lab0.key";
const settings: WireguardSettings = { network: "10.99.0.0/24" };

function nodes(count: number): RoleNode[] {
  return Array.from({ length: count }, (_, index) => {
    const name = index === 0 ? "cp1" : `w${index}`;
    return { ...exampleNode(name, index === 0 ? "control_plane" : "worker"), host: `192.0.2.${10 + index}` };
  });
}

function clusterOf(all: readonly RoleNode[]): RoleCluster {
  return { ...exampleCluster({ isHa: false, isDual: false }), nodes: all };
}

function said(name: string, address: string | null = null, more: Partial<TunnelHost> = {}): TunnelHost {
  return { publicKey: `key-of-${name}=`, address, keyFile, peers: [], ...more };
}

function planned(
  own: string,
  all: readonly RoleNode[],
  more: Partial<WireguardSettings> = {},
  known: ReadonlyMap<string, TunnelHost | null> = new Map(all.map(({ name }) => [name, said(name)])),
) {
  const host = all.find(({ name }) => name === own);
  if (!host) throw new Error(`no node ${own}`);
  return planTunnel(host, clusterOf(all), { ...settings, ...more }, keyFile, known);
}

describe("the tunnel of a host", () => {
  it("goes to every other one in a mesh, with the networks behind them", async () => {
    const more = {
      mtu: 1380,
      nodes: { w1: { allowed_ips: ["10.244.1.0/24"], endpoint: "vpn.lab.example" } },
    };
    const { tunnel } = planned("cp1", nodes(3), more);
    await expect(tunnelText(tunnel)).toMatchFileSnapshot("../golden/mesh.conf");
  });

  it("of a node behind NAT calls the others, which cannot call it", async () => {
    const more = { nodes: { w2: { endpoint: "none" } } };
    await expect(tunnelText(planned("w2", nodes(3), more).tunnel)).toMatchFileSnapshot(
      "../golden/hidden.conf",
    );
    const peers = planned("cp1", nodes(3), more).tunnel.peers;
    expect(peers.map(({ name, endpoint, keepalive }) => [name, endpoint, keepalive])).toEqual([
      ["w1", "192.0.2.11:51820", null],
      ["w2", null, null],
    ]);
  });

  it("goes to the hub alone, which has all of them", async () => {
    const more: Partial<WireguardSettings> = {
      topology: "hub",
      hub: "cp1",
      nodes: { w1: { allowed_ips: ["10.244.1.0/24"] }, w2: { endpoint: "none" } },
    };
    await expect(tunnelText(planned("w2", nodes(3), more).tunnel)).toMatchFileSnapshot(
      "../golden/spoke.conf",
    );
    await expect(tunnelText(planned("cp1", nodes(3), more).tunnel)).toMatchFileSnapshot("../golden/hub.conf");
  });

  it("keeps who cannot be asked, as this host or another knows it, and leaves out who has no key", () => {
    const all = nodes(4);
    const w1 = { name: "w1", publicKey: "old-key-of-w1=", allowedIps: ["10.99.0.9/32"] };
    const known = new Map([
      ["cp1", said("cp1", "10.99.0.1")],
      ["w1", null],
      ["w2", said("w2", null, { peers: [w1] })],
      ["w3", said("w3", null, { publicKey: null })],
    ]);
    const { tunnel, keyless, remembered } = planned("cp1", all, {}, known);
    expect([keyless, remembered]).toEqual([["w3"], ["w1"]]);
    expect(tunnel.peers.map(({ publicKey, allowedIps }) => `${publicKey} ${allowedIps}`)).toEqual([
      "old-key-of-w1= 10.99.0.9/32",
      "key-of-w2= 10.99.0.3/32",
    ]);
  });

  it("is the same for both of its ends, among thirty hosts", () => {
    const all = nodes(30);
    const tunnels = new Map(all.map(({ name }) => [name, planned(name, all).tunnel]));
    for (const [name, { peers }] of tunnels) {
      expect(peers).toHaveLength(29);
      for (const peer of peers) {
        expect(`${tunnels.get(peer.name)?.address}`, `${name} to ${peer.name}`).toBe(
          `${peer.allowedIps[0]?.replace("/32", "/24")}`,
        );
      }
    }
  });

  it("can be read back from its file, without what others wrote into it", () => {
    const { tunnel } = planned("cp1", nodes(3));
    const read = readTunnel(
      `${tunnelText(tunnel)}\n[Peer]\nPublicKey = nobody=\nAllowedIPs = 10.99.0.77/32\n`,
    );
    expect(read).toEqual({
      address: "10.99.0.1",
      keyFile,
      peers: tunnel.peers.map(({ name, publicKey, allowedIps }) => ({ name, publicKey, allowedIps })),
    });
  });
});

describe("addresses", () => {
  it("are the node IP where that is in the network, else the one in use, else by place in the cluster", () => {
    const [cp1, w1, w2, w3] = nodes(4);
    if (!cp1 || !w1 || !w2 || !w3) throw new Error("four nodes were wanted");
    const all = [cp1, { ...w1, addresses: ["192.0.2.11", "10.99.0.50"] }, w2, w3];
    const current = new Map([
      ["w2", "10.99.0.4"],
      ["w1", "10.99.0.2"],
    ]);
    expect([...tunnelAddresses(all, settings, current)].toSorted()).toEqual([
      ["cp1", "10.99.0.1"],
      ["w1", "10.99.0.50"],
      ["w2", "10.99.0.4"],
      ["w3", "10.99.0.5"],
    ]);
  });

  it.each([
    [{ network: "10.99.0.0/31" }, "no network of IPv4 with room for hosts"],
    [{ network: "10.244.7.0/24" }, "overlaps 10.244.0.0/16"],
    [{ network: "10.99.0.0/30" }, "has no address left for another node"],
    [{ nodes: { w1: { address: "10.98.0.1" } } }, "is not in 10.99.0.0/24"],
    [
      { nodes: { w1: { address: "10.99.0.9" }, w2: { address: "10.99.0.9" } } },
      "w1 and w2 have the same address",
    ],
    [{ nodes: { w9: {} } }, 'names "w9", which is no node of the cluster'],
    [{ topology: "hub" }, "does not name the hub"],
    [
      { topology: "hub", hub: "cp1", nodes: { cp1: { endpoint: "none" } } },
      "no endpoint is known of the hub cp1",
    ],
    [{ nodes: { w1: { endpoint: "none" }, w2: { endpoint: "none" } } }, "no endpoint is known of w1 and w2"],
  ] as const)("and settings that cannot be right are refused: %j", (more, message) => {
    const cluster = { ...clusterOf(nodes(3)), podCidr: "10.244.0.0/16", serviceCidr: "10.96.0.0/16" };
    expect(() => checkWireguard({ ...settings, ...more }, cluster)).toThrow(message);
  });
});
