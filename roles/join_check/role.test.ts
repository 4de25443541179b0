import { describe, expect, it } from "vitest";
import type { HostCondition } from "../../src/kubernetes/preflight/host-condition.ts";
import type { HostLink, HostRouteTo } from "../../src/network/join/parse-links.ts";
import type { PathToPeer, Reach } from "../../src/network/paths/paths-to-peers.ts";
import { exampleFacts } from "../../src/testing/example-facts.ts";
import { testRole } from "../../src/testing/test-role.ts";
import role from "./role.ts";

const endpoint = "api.lab.example:6443";
const inventory = {
  clusters: [
    {
      name: "prod",
      pod_cidr: "10.244.0.0/16",
      service_cidr: "10.96.0.0/16",
      control_plane_endpoint: endpoint,
      nodes: [
        { name: "cp1", role: "control_plane", node_ip: "10.8.0.1" },
        { name: "w1", role: "worker", node_ip: "10.8.0.21", interfaces: [{ name: "ens3" }] },
        { name: "w2", role: "worker", node_ip: "10.8.0.22" },
      ],
    },
  ],
};

const ens3: HostLink = { name: "ens3", kind: "", isUp: true, mtu: 1500, addresses: ["192.0.2.21/24"] };
const wg0: HostLink = { name: "wg0", kind: "wireguard", isUp: true, mtu: 1420, addresses: ["10.8.0.21/24"] };
const way = (to: string): HostRouteTo => ({
  ...{ to, address: "10.8.0.1", device: "wg0", source: "10.8.0.21", gateway: "", problem: "" },
});
const condition: HostCondition = {
  isNode: false,
  listeners: [],
  routes: [{ to: "10.8.0.0/24", device: "wg0" }],
  disk: null,
  cgroup: { version: 2, controllers: [] },
  swaps: [],
  nameServers: ["192.0.2.1"],
  hasResolved: false,
  unresolved: [],
  kubelet: "",
  kubeadm: "",
};
const path = (name: string, port: number, reach: Reach): PathToPeer => ({
  name,
  ports: [{ port, reach }],
  ping: 12,
  mtu: { device: "wg0", link: 1420, largest: 1420 },
});
const clock = { leastMs: -30, mostMs: 20 };
const well = {
  facts: exampleFacts,
  condition,
  links: { links: [ens3, wg0], routes: [way("10.8.0.1"), way("api.lab.example")] },
  clock,
  paths: [path("cp1", 6443, "open"), path(endpoint, 6443, "open")],
  outside: [],
  "clock of cp1": clock,
  "way back from cp1": [path("w1", 10_250, "refused")],
};

function told(facts: object = {}, args: object = {}): string[] {
  const [task] = testRole(role, { args, inventory, host: "w1", facts: { ...well, ...facts } }).tasks;
  const plan = task?.built().plan();
  if (plan?.kind !== "failed" && plan?.kind !== "changes") throw new Error(plan?.kind ?? "no task");
  const [, ...lines] = (plan.message ?? "").split("\n");
  return [plan.kind === "failed" ? "fails" : "passes", ...lines];
}

describe("a host that may join", () => {
  it("gives no reason for complaint, over a VPN and before it is up", () => {
    expect(told({}, { vpn: "wireguard" })).toEqual(["passes"]);
    expect(
      told({ links: { links: [ens3], routes: [] }, paths: [] }, { before_vpn: true, vpn: "wireguard" }),
    ).toEqual(["passes"]);
  });

  it("has pods routed through its VPN on purpose", () => {
    const routes = [{ to: "10.244.3.0/24", device: "wg0" }];
    expect(told({ condition: { ...condition, routes } })).toEqual(["passes"]);
  });
});

describe("what is told with its cure", () => {
  it("is a VPN that is down, and nothing that follows from it but the missing address", () => {
    const lost = { ...way("10.8.0.1"), source: "", problem: "network is unreachable" };
    const links = { links: [ens3], routes: [lost, way("api.lab.example")] };
    const paths = [path("cp1", 6443, "unreachable"), path(endpoint, 6443, "open")];
    expect(told({ links, paths }, { vpn: "tailscale" })).toEqual([
      "fails",
      "the VPN is not up: there is no interface of tailscale (vpn)",
      "  next: systemctl status tailscaled, and tailscale status, on the host",
      "has no route to cp1 (10.8.0.1): network is unreachable (route)",
      "  next: ip route get 10.8.0.1 on the host; bring up the VPN or the interface that leads there, or add a route",
      "no interface has the node IP 10.8.0.21 (source)",
      "  next: give it to one (netplan), bring up the VPN that has it, or correct node_ip in clusters.json",
    ]);
  });

  it("is a way that leaves by another address than the node IP", () => {
    const beside = { ...way("10.8.0.1"), device: "ens3", source: "192.0.2.21", gateway: "192.0.2.1" };
    expect(told({ links: { links: [ens3, wg0], routes: [beside] } })).toEqual([
      "passes",
      "warning: reaches cp1 from 192.0.2.21 (ens3), and its node IP is 10.8.0.21 (source)",
      "  next: route the nodes' network by wg0, or choose the address with node_ip or node_network",
    ]);
  });

  it("is a firewall in either direction, and packets that do not fit", () => {
    const narrow = { ...path("cp1", 6443, "silent"), mtu: { device: "wg0", link: 1420, largest: 1380 } };
    const deaf = { ...path(endpoint, 6443, "open"), ping: "silent", mtu: null };
    expect(
      told({ paths: [narrow, deaf], "way back from cp1": [path("w1", 10_250, "silent")] }).filter(
        (line) => !line.startsWith("  next"),
      ),
    ).toEqual([
      "fails",
      "does not reach cp1 on TCP port 6443 (dropped) (reachability)",
      "cp1 does not reach this host on TCP port 10250 (dropped) (reachability)",
      "warning: wg0 sends packets of 1420 bytes, of which only those up to 1380 arrive at cp1 (mtu)",
      "warning: api.lab.example:6443 answers TCP, and not ping (ping)",
    ]);
  });

  it("is the ground on which a VPN stands: interfaces, names, servers, clock", () => {
    const links = { links: [{ ...ens3, isUp: false }], routes: [] };
    const outside = [path("https://headscale.example", 443, "silent"), path("mirror:80", 80, "refused")];
    const unresolved = { ...condition, unresolved: ["headscale.example"] };
    const ahead = { leastMs: 9000, mostMs: 9500 };
    const facts = { links, outside, condition: unresolved, clock: ahead };
    const lines = told(facts, { before_vpn: true, vpn: "tailscale" });
    expect(lines.filter((line) => !line.startsWith("  next"))).toEqual([
      "fails",
      "ens3 is down (interface)",
      "cannot resolve headscale.example (dns)",
      "the clock is at least 9 s ahead of cp1's (clock)",
      "https://headscale.example does not answer on port 443 (outside)",
      "mirror:80 refuses connections on port 80 (outside)",
    ]);
    expect(told(facts, { before_vpn: true, skip: ["dns", "clock"], warn: ["interface", "outside"] })[0]).toBe(
      "passes",
    );
  });

  it("is a control plane that lab does not reach either, without blame", () => {
    const lost = { paths: [path("cp1", 6443, "silent")], "clock of cp1": null, "way back from cp1": null };
    expect(told(lost)).toEqual([
      "passes",
      "warning: does not reach cp1, which did not answer lab either (reachability)",
    ]);
  });
});
