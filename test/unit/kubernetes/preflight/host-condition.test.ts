import { describe, expect, it } from "vitest";
import { hostCondition, parseCondition } from "../../../../src/kubernetes/preflight/host-condition.ts";
import { expectReviewed } from "../../network/expect-reviewed.ts";
import { runSh } from "../../resources/run-sh.ts";

describe("the state of a host", () => {
  it("is asked for by a script that is as reviewed", async () => {
    const { kind, query } = hostCondition({ names: ["api.lab.example"] });
    await expectReviewed(kind.script([query]), "host-condition");
  });

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
