import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { runSh } from "../../test/unit/resources/run-sh.ts";
import { certainLead, clockProbe, readClock } from "./clock-reading.ts";
import { hostCondition, parseCondition } from "./host-condition.ts";
import { hostIdentity, parseIdentity } from "./host-identity.ts";
import { peersOf, portsBetween } from "./node-ports.ts";
import { parsePaths, pathsToPeers } from "./paths-to-peers.ts";

const peers = [{ name: "w1", address: "192.0.2.21", ports: [6443, 10250] }];
const scripts = [
  ["clock", clockProbe(() => 1_000_000)],
  ["host-condition", hostCondition({ names: ["api.lab.example"] })],
  ["host-identity", hostIdentity({})],
  ["paths-to-peers", pathsToPeers({ peers })],
] as const;

describe.each(scripts.map(([name, { kind, query }]) => [name, kind.script([query])] as const))(
  "the script of %s",
  (name, script) => {
    it("is as reviewed, and passes shellcheck", async () => {
      await expect(script).toMatchFileSnapshot(`golden/${name}.sh`);
      const options = { input: script, encoding: "utf8" } as const;
      const { stdout, error } = spawnSync("shellcheck", ["-s", "sh", "-"], options);
      expect(error).toBeUndefined();
      expect(stdout).toBe("");
    });
  },
);

describe("the state of a host", () => {
  it("is read from what it printed", () => {
    const printed = `node=yes
listen=192B
listen=0016
listen=0016
socket=LISTEN 0      128          0.0.0.0:22         0.0.0.0:*    users:(("sshd",pid=88,fd=3))
socket=LISTEN 0      4096               *:6443             *:*    users:(("kube-apiserver",pid=9,fd=3))
route=default via 192.0.2.1 dev ens3
route=192.0.2.0/24 dev ens3 proto kernel scope link src 192.0.2.11
route=blackhole 10.244.0.0/16
route=fe80::/64 dev ens3 proto kernel metric 256
disk=/dev/sda1 41152736 9321184 30001824      24% /
cgroup1=cpuset cpu memory pids 
swap=/dev/sda2
nameserver=127.0.0.53
resolved=yes
unresolved=api.lab
kubelet=Kubernetes v1.33.4
kubeadm=v1.33.4
`;
    expect(parseCondition(printed)).toEqual({
      isNode: true,
      listeners: [
        { port: 22, program: "sshd" },
        { port: 6443, program: "kube-apiserver" },
      ],
      routes: [
        { to: "192.0.2.0/24", device: "ens3" },
        { to: "10.244.0.0/16", device: "" },
      ],
      disk: { freeMiB: 29_298, freeShare: expect.closeTo(0.763, 3) },
      cgroup: { version: 1, controllers: ["cpuset", "cpu", "memory", "pids"] },
      swaps: ["/dev/sda2"],
      nameServers: ["127.0.0.53"],
      hasResolved: true,
      unresolved: ["api.lab"],
      kubelet: "v1.33.4",
      kubeadm: "v1.33.4",
    });
  });

  it("is told by this machine: its script runs, and names that do not exist do not resolve", () => {
    const probe = hostCondition({ names: ["localhost", "no-such-host.invalid"] });
    const { status, stdout } = runSh(probe.kind.script([probe.query]));
    expect(status).toBe(0);
    const told = parseCondition(stdout);
    expect(told.unresolved).toEqual(["no-such-host.invalid"]);
    expect(told.cgroup.controllers).toContain("memory");
    expect(told.disk?.freeMiB).toBeGreaterThan(0);
  });
});

describe("who a host is", () => {
  it("is read without what says nothing", () => {
    const printed = "hostname=W1\nmachine_id=uninitialized\nmac=52:54:00:AA:00:01\nmac=00:00:00:00:00:00\n";
    expect(parseIdentity(printed)).toEqual({
      hostname: "w1",
      machineId: "",
      productUuid: "",
      macs: ["52:54:00:aa:00:01"],
    });
    const { status, stdout } = runSh(hostIdentity({}).kind.script([{}]));
    expect(status).toBe(0);
    expect(parseIdentity(stdout).hostname).not.toBe("");
  });
});

describe("a clock", () => {
  it("is ahead by something between what question and answer allow", () => {
    expect(readClock("1000000 1005.250\n", 1_002_000)).toEqual({ leastMs: 3249, mostMs: 5250 });
    expect(readClock("1000000 1005\n", 1_002_000)).toEqual({ leastMs: 2999, mostMs: 6000 });
    expect(readClock("1000000 1005.%N\n", 1_002_000)).toEqual({ leastMs: 2999, mostMs: 6000 });
    expect(readClock("date: not found\n", 1_002_000)).toBeNull();
  });

  it("leads for certain only where the ranges do not meet", () => {
    const [a, b] = [
      { leastMs: 100, mostMs: 200 },
      { leastMs: -50, mostMs: 80 },
    ];
    expect([certainLead(a, b), certainLead(b, a), certainLead(a, a)]).toEqual([20, -20, 0]);
  });

  it("is this machine's own when this machine is asked", () => {
    const probe = clockProbe(Date.now);
    const { stdout } = runSh(probe.kind.script([probe.query]));
    const { leastMs, mostMs } = readClock(stdout, Date.now()) ?? { leastMs: 1, mostMs: -1 };
    expect(leastMs).toBeLessThanOrEqual(0);
    expect(mostMs).toBeGreaterThanOrEqual(0);
  });
});

describe("paths to other nodes", () => {
  it("are read by node, and ping that got no answer says nothing", () => {
    const printed =
      "port w1 6443 refused\nmtu w1 ens3 1500 1400\nport w2 10250 silent\nmtu w2 ens3 1500 0\nport w1 2379 open\n";
    expect(parsePaths(printed)).toEqual([
      {
        name: "w1",
        ports: [
          { port: 6443, reach: "refused" },
          { port: 2379, reach: "open" },
        ],
        mtu: { device: "ens3", link: 1500, largest: 1400 },
      },
      { name: "w2", ports: [{ port: 10250, reach: "silent" }], mtu: null },
    ]);
  });

  it("are tried from this machine", () => {
    const peers = [{ name: "me", address: "127.0.0.1", ports: [1] }];
    const { status, stdout } = runSh(pathsToPeers({ peers }).kind.script([{ peers }]));
    expect(status).toBe(0);
    expect(parsePaths(stdout)[0]?.ports).toEqual([{ port: 1, reach: "refused" }]);
  });

  it("lead where a node has to get, by each address", () => {
    const node = (name: string, role: "control_plane" | "worker" | "etcd", ...addresses: string[]) => ({
      ...{ name, role, addresses },
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
