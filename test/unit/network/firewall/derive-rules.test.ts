import { describe, expect, it } from "vitest";
import { deriveRules, type RuleInputs } from "../../../../src/network/firewall/derive-rules.ts";
import { ruleTag, ruleText } from "../../../../src/network/firewall/firewall-rule.ts";
import { sshRule } from "../../../../src/network/firewall/ssh-rule.ts";
import type { NodeRole, RoleCluster, RoleNode } from "../../../../src/role/role-context.ts";

const nodeOf = (name: string, role: NodeRole, ...addresses: readonly string[]): RoleNode => ({
  name,
  role,
  host: name,
  address: addresses[0] ?? null,
  addresses,
  candidates: [],
  labels: {},
  taints: [],
  interfaces: [],
});
const cp1 = nodeOf("cp1", "control_plane", "10.0.0.1");
const worker1 = nodeOf("worker1", "worker", "10.0.0.2");
const etcd1 = nodeOf("etcd1", "etcd", "10.0.0.3");
const cluster: RoleCluster = {
  name: "demo",
  podCidr: "10.244.0.0/16, fd00:10:244::/56",
  serviceCidr: "10.96.0.0/16",
  nodeNetworks: [],
  endpoint: "lab.example:6443",
  bootstrap: "cp1",
  nodes: [cp1, worker1],
};
const plain: RuleInputs = { cni: "none", vpn: { kind: "none" }, rules: [] };

const texts = (host: RoleNode, inputs: Partial<RuleInputs> = {}, of = cluster) =>
  deriveRules(host, of, { ...plain, ...inputs }).map((rule) => `${rule.name}: ${ruleText(rule)}`);
const both = "from 10.0.0.1/32, 10.0.0.2/32";

describe("the rules of a host", () => {
  it("follow from its role", () => {
    const worker = [
      `kubelet: tcp 10250 ${both}`,
      "nodeports-tcp: tcp 30000-32767",
      "nodeports-udp: udp 30000-32767",
      "pods: anything from 10.244.0.0/16, fd00:10:244::/56",
    ];
    expect(texts(worker1)).toEqual(["icmp: icmp", ...worker]);
    expect(texts(cp1)).toEqual([
      "icmp: icmp",
      "api-server: tcp 6443",
      "etcd: tcp 2379-2380 from 10.0.0.1/32",
      "control-plane: tcp 10257,10259 from 10.0.0.1/32",
      ...worker,
    ]);
  });

  it("have etcd where etcd is", () => {
    const apart = { ...cluster, nodes: [...cluster.nodes, etcd1] };
    expect(texts(etcd1, {}, apart)).toEqual([
      "icmp: icmp",
      "etcd: tcp 2379-2380 from 10.0.0.1/32, 10.0.0.3/32",
    ]);
    expect(texts(cp1, {}, apart).filter((text) => text.startsWith("etcd"))).toEqual([]);
  });

  it.each([
    ["flannel", ["flannel-vxlan: udp 8472"]],
    [
      "calico",
      ["bgp: tcp 179", "ipip: ipip", "vxlan: udp 4789", "typha: tcp 5473", "wireguard: udp 51820-51821"],
    ],
    [
      "cilium",
      ["vxlan: udp 8472", "geneve: udp 6081", "health: tcp 4240", "hubble: tcp 4244", "wireguard: udp 51871"],
    ],
    ["bridge", []],
  ] as const)("let nodes speak as %s does", (cni, expected) => {
    const between = texts(worker1, { cni }).slice(5);
    expect(between).toEqual(
      expected.map((text) => `${text.startsWith(cni) ? "" : `${cni}-`}${text} ${both}`),
    );
  });

  it("let in what a VPN brings, where it is known who is in it", () => {
    const of = (vpn: RuleInputs["vpn"]) => texts(worker1, { vpn }).slice(5);
    expect(of({ kind: "tailscale" })).toEqual([
      "tailscale-tunnel: udp 41641",
      "tailscale-inside: anything on tailscale0",
    ]);
    expect(of({ kind: "wireguard", port: 51900 })).toEqual([
      "wireguard-tunnel: udp 51900",
      "wireguard-inside: anything on lab0",
    ]);
    expect(of({ kind: "openvpn" })).toEqual([]);
  });

  it("take rules of the user's own, in their shortest form", () => {
    const rules = [
      { port: 8443, from: ["10.5.0.0/16", "10.5.5.5", "10.5.9.9/16"], comment: "web" },
      { ports: ["100-200", 53], protocol: "udp" as const },
      { from: "10.77.0.1" },
    ];
    expect(texts(worker1, { rules }).slice(5)).toEqual([
      "own-1: tcp 8443 from 10.5.0.0/16",
      "own-2: udp 100-200,53",
      "own-3: anything from 10.77.0.1/32",
    ]);
  });

  it.each([
    [{}, "firewall.rules[0] would let in everything"],
    [{ port: 80, protocol: "any" as const }, "has ports, but no protocol"],
    [{ port: 70000 }, '"70000" is no port'],
    [{ port: "90-80" }, '"90-80" is no port'],
    [{ from: "worker1" }, '"worker1" is no network'],
  ])("refuse %j", (rule, message) => {
    expect(() => texts(worker1, { rules: [rule] })).toThrow(message);
  });

  it("let in declared networks of nodes, but etcd still only to those who need it", () => {
    const declared = { ...cluster, nodeNetworks: ["10.0.0.0/24"] };
    expect(texts(cp1, {}, declared)).toEqual(
      expect.arrayContaining(["kubelet: tcp 10250 from 10.0.0.0/24", "etcd: tcp 2379-2380 from 10.0.0.1/32"]),
    );
  });

  it("are not guessed where nobody knows the address of a node", () => {
    const unknown = { ...cluster, nodes: [cp1, nodeOf("worker9", "worker")] };
    expect(() => texts(cp1, {}, unknown)).toThrow("nothing says from which addresses worker9 will come");
    expect(texts(cp1, {}, { ...unknown, nodeNetworks: ["10.0.0.0/24"] })).toContain(
      "kubelet: tcp 10250 from 10.0.0.0/24",
    );
  });
});

describe("the rule for SSH", () => {
  it("opens the ports that sshd says, unless the user says another one", () => {
    const access = { ports: [22, 2222], client: "192.0.2.9" };
    expect(ruleText(sshRule({}, access))).toBe("tcp 22,2222");
    expect(ruleText(sshRule({ port: 2200, from: ["192.0.2.0/24"] }, access))).toBe(
      "tcp 2200 from 192.0.2.0/24",
    );
    expect(ruleText(sshRule({}, { ports: [], client: null }))).toBe("tcp 22");
  });

  it("is the same rule from wherever lab is connected", () => {
    const [here, there] = ["192.0.2.9", "192.0.2.10"].map((client) => sshRule({}, { ports: [22], client }));
    expect(here && there && ruleTag(here) === ruleTag(there)).toBe(true);
  });
});
