import { describe, expect, it } from "vitest";
import type { HostCondition } from "../../src/kubernetes/preflight/host-condition.ts";
import type { ClockReading } from "../../src/network/paths/clock-reading.ts";
import type { PathToPeer } from "../../src/network/paths/paths-to-peers.ts";
import { exampleFacts } from "../../src/testing/example-facts.ts";
import { testRole } from "../../src/testing/test-role.ts";
import type { HostIdentity } from "./host-identity.ts";
import role from "./role.ts";

const node = (name: string, role: string, host: string) => ({ name, role, host });
const inventory = {
  clusters: [
    {
      name: "prod",
      pod_cidr: "10.244.0.0/16",
      service_cidr: "10.96.0.0/16",
      nodes: [
        node("cp1", "control_plane", "192.0.2.11"),
        node("w1", "worker", "192.0.2.21"),
        node("w2", "worker", "192.0.2.22"),
      ],
    },
  ],
};

const condition: HostCondition = {
  isNode: false,
  listeners: [{ port: 22, program: "sshd" }],
  routes: [{ to: "192.0.2.0/24", device: "ens3" }],
  disk: { freeMiB: 20_000, freeShare: 0.6 },
  cgroup: { version: 2, controllers: ["cpuset", "cpu", "io", "memory", "pids"] },
  swaps: [],
  nameServers: ["192.0.2.1"],
  hasResolved: false,
  unresolved: [],
  kubelet: "",
  kubeadm: "",
};
const identity: HostIdentity = {
  hostname: "cp1",
  machineId: "a1",
  productUuid: "u1",
  macs: ["52:54:00:00:00:01"],
};
const clock: ClockReading = { leastMs: -30, mostMs: 20 };
const open: PathToPeer = {
  name: "w1",
  ports: [{ port: 10250, reach: "refused" }],
  ping: 0.4,
  mtu: { device: "ens3", link: 1500, largest: 1500 },
};

const well = {
  facts: exampleFacts,
  condition,
  identity,
  clock,
  paths: [open, { ...open, name: "w2" }],
  "identity of w1": { hostname: "w1", machineId: "a2", productUuid: "u2", macs: ["52:54:00:00:00:02"] },
  "identity of w2": { hostname: "w2", machineId: "a3", productUuid: "u3", macs: ["52:54:00:00:00:03"] },
  "clock of w1": clock,
  "clock of w2": clock,
};

function told(facts: object = {}, args: object = {}): string[] {
  const plan = testRole(role, { args, inventory, host: "cp1", facts: { ...well, ...facts } })
    .task("Check that the host is fit to be a node")
    .built()
    .plan();
  if (plan.kind !== "failed" && plan.kind !== "changes") throw new Error(plan.kind);
  const [, ...lines] = (plan.message ?? "").split("\n");
  return [
    plan.kind === "failed" ? "fails" : "passes",
    ...lines.filter((line) => !line.startsWith("  next: ")),
  ];
}

describe("a host that is fit to be a node", () => {
  it("gives no reason for complaint", () => {
    expect(told()).toEqual(["passes"]);
  });

  it("is fit once it is one, whose ports and routes are those of the cluster", () => {
    const listeners = [6443, 2379, 2380, 10250, 10257, 10259].map((port) => ({ port, program: "node" }));
    const routes = [{ to: "10.244.1.0/24", device: "ens3" }];
    expect(told({ condition: { ...condition, isNode: true, listeners, routes } })).toEqual(["passes"]);
  });
});

describe("a host that is not", () => {
  it("hears all reasons at once, errors first", () => {
    const facts = {
      ...exampleFacts,
      cpus: 1,
      memory: 900,
      kernel: "4.4.0-1",
      systemd: false,
      architecture: "armhf",
    };
    const bad: HostCondition = {
      ...condition,
      listeners: [
        { port: 6443, program: "nginx" },
        { port: 10250, program: "" },
      ],
      disk: { freeMiB: 500, freeShare: 0.01 },
      cgroup: { version: 1, controllers: ["cpu", "cpuset", "pids"] },
      swaps: ["/dev/sda2"],
    };
    expect(told({ facts, condition: bad })).toEqual([
      "fails",
      "systemd is not PID 1 (os)",
      "there is no kubelet for armhf (os)",
      "the kernel 4.4.0-1 is older than 4.19 (kernel)",
      "has 1 CPU, and needs 2 (cpu)",
      "has 900 MiB of memory, and needs 1700 (memory)",
      "/var/lib has 500 MiB free, and needs 2048 (disk)",
      "the kernel has switched off the cgroup controllers memory (cgroup)",
      "port 6443 is taken by nginx (ports)",
      "port 10250 is taken (ports)",
      "warning: cgroups are version 1, which Kubernetes only maintains (cgroup)",
      "warning: swaps to /dev/sda2 (swap)",
    ]);
  });

  it("is a copy of another", () => {
    const twin = { ...identity, hostname: "cp1" };
    expect(told({ "identity of w2": twin })).toEqual([
      "fails",
      "has the same machine-id as w2 (machine_id)",
      "has the same product_uuid as w2 (product_uuid)",
      "has a MAC address of w2 (mac)",
      "warning: is called cp1, like w2 (hostname)",
    ]);
    const empty = { ...identity, machineId: "", productUuid: "" };
    expect(told({ identity: empty, "identity of w2": { ...empty, hostname: "w2", macs: [] } })).toEqual([
      "fails",
      "/etc/machine-id is empty (machine_id)",
    ]);
  });

  it("has a clock that differs for certain from another's; from this machine's alone it may", () => {
    const ahead = { leastMs: 9000, mostMs: 9500 };
    expect(told({ clock: ahead })).toEqual([
      "fails",
      "the clock is at least 9 s ahead of w1's, at least 9 s ahead of w2's (clock)",
    ]);
    const all = { clock: ahead, "clock of w1": ahead, "clock of w2": ahead };
    expect(told(all)).toEqual([
      "passes",
      "warning: the clock is at least 9 s ahead of this machine's (clock)",
    ]);
    expect(told(all, { clock_tolerance: 10 })).toEqual(["passes"]);
    expect(told({ clock: { leastMs: -60_000, mostMs: 60_000 } })).toEqual(["passes"]);
  });

  it("does not reach others: silence is a fault, a refusal proves the path", () => {
    const paths = [
      {
        ...open,
        ports: [
          { port: 10250, reach: "silent" },
          { port: 6443, reach: "unreachable" },
        ],
      },
      { ...open, name: "w2", mtu: { device: "ens3", link: 1500, largest: 1400 } },
    ];
    expect(told({ paths })).toEqual([
      "fails",
      "does not reach w1 on TCP port 10250 (dropped), 6443 (no way) (reachability)",
      "warning: ens3 sends packets of 1500 bytes, of which only those up to 1400 arrive at w2 (mtu)",
    ]);
  });

  it("is not blamed for another that lab does not reach either", () => {
    const paths = [{ ...open, ports: [{ port: 10250, reach: "silent" }] }];
    expect(told({ paths, "identity of w1": null, "clock of w1": null })).toEqual([
      "passes",
      "warning: does not reach w1, which did not answer lab either (reachability)",
    ]);
  });

  it("is not blamed for ways through a VPN to hosts that are not in it yet", () => {
    const silent: PathToPeer[] = ["w1", "w2"].map((name) => ({
      ...open,
      name,
      ports: [{ port: 10250, reach: "silent" }],
    }));
    const joined = { interface: "lab0", addresses: ["10.99.0.1"] };
    const asked = (own: object | null, w1: object | null) =>
      told(
        { paths: silent, "vpn of cp1": own, "vpn of w1": w1, "vpn of w2": { ...joined, addresses: [] } },
        { vpn: "wireguard" },
      );
    expect(asked(null, joined)).toEqual(["passes"]);
    expect(asked(joined, null)).toEqual(["passes"]);
    expect(asked(joined, joined)).toEqual([
      "fails",
      "does not reach w1 on TCP port 10250 (dropped) (reachability)",
    ]);
    expect(told({ paths: silent }, { vpn: "none" })[0]).toBe("fails");
  });

  it("uses networks of the cluster for something else", () => {
    const routes = [
      { to: "10.96.4.0/24", device: "wg0" },
      { to: "10.128.0.0/9", device: "" },
    ];
    const interfaces = { ...exampleFacts.interfaces, tailscale0: { mac: "", addresses: ["100.80.1.1/32"] } };
    const taken = { facts: { ...exampleFacts, interfaces }, condition: { ...condition, routes } };
    expect(told(taken)).toEqual([
      "fails",
      "pod_cidr 10.244.0.0/16 overlaps 10.128.0.0/9 (a route) (cidr)",
      "service_cidr 10.96.0.0/16 overlaps 10.96.4.0/24 (the route by wg0) (cidr)",
    ]);
  });

  it("holds software that cannot become what is wanted", () => {
    const newer = { ...condition, isNode: true, kubelet: "v1.34.1", kubeadm: "v1.33.4" };
    expect(told({ condition: newer }, { kubernetes_version: "1.33.4" })).toEqual([
      "fails",
      "kubelet v1.34.1 is installed, and v1.33.4 is wanted: Kubernetes cannot go back (version)",
    ]);
    const older = { ...condition, isNode: true, kubelet: "v1.31.1", kubeadm: "v1.31.1" };
    expect(told({ condition: older }, { kubernetes_version: "1.33.4" })).toEqual([
      "passes",
      "warning: kubelet v1.31.1 is installed, and v1.33.4 is wanted (version)",
    ]);
  });

  it("cannot resolve a name, or only by a server that pods do not reach", () => {
    const bad = { ...condition, nameServers: ["127.0.0.53"], unresolved: ["api.lab"] };
    expect(told({ condition: bad })).toEqual([
      "fails",
      "cannot resolve api.lab (dns)",
      "warning: /etc/resolv.conf names only 127.0.0.53, which pods do not reach (dns)",
    ]);
    expect(told({ condition: { ...bad, unresolved: [], hasResolved: true } })).toEqual(["passes"]);
  });
});

describe("what is asked for", () => {
  const small = {
    facts: { ...exampleFacts, cpus: 1 },
    condition: { ...condition, listeners: [{ port: 6443, program: "x" }] },
  };

  it("leaves checks out, and softens others", () => {
    expect(told(small, { skip: ["cpu"], warn: ["ports"] })).toEqual([
      "passes",
      "warning: port 6443 is taken by x (ports)",
    ]);
  });

  it("heeds what kubeadm is to ignore", () => {
    expect(told(small, { ignore_preflight_errors: ["NumCPU", "Port-6443"] })[0]).toBe("passes");
    expect(told(small, { ignore_preflight_errors: ["NumCPU", "Port-10250"] })[0]).toBe("fails");
    expect(told(small, { ignore_preflight_errors: ["all"] })[0]).toBe("passes");
  });

  it("lowers limits", () => {
    expect(told({ facts: { ...exampleFacts, cpus: 1 } }, { min_cpus: 1 })).toEqual(["passes"]);
  });
});
