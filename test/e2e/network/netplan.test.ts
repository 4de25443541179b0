import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "../eventually.ts";
import { startPlay } from "../start-play.ts";
import { type InterfacesPlay, interfacesPlay, notOk, outcome, seconds } from "./interfaces-play.ts";
import { installing, startTwoNicHost, type TwoNicHost } from "./two-nics.ts";

const golden = join(import.meta.dirname, "../../unit/network/interfaces/golden");

let lab: TwoNicHost;
let plays: InterfacesPlay;

beforeAll(async () => {
  lab = await startTwoNicHost();
  plays = await interfacesPlay(lab.host);
});
afterAll(async () => {
  await plays.project.remove();
  await lab.sandbox.remove();
});

/** The address of eth1 that lab gives, in the same network as the one that it has. */
const own = (): string => lab.second.replace(/\.\d+\//, ".77/");
const inner = (more: object = {}) => ({ name: "eth1", addresses: [own()], mtu: 1400, ...more });

describe("golden files", () => {
  it.each(["netplan", "vmware-k8s-master", "vmware-k8s-worker1", "vmware-k8s-worker2"])(
    "of %s are what netplan takes",
    async (name) => {
      const text = await readFile(join(golden, `${name}.txt`), "utf8");
      const files = [...text.matchAll(/^==> (\S+) 0600\n([\s\S]*?)(?=^==> |(?![\s\S]))/gm)];
      const writing = files.map(([, path = "", content = ""]) => {
        const base64 = Buffer.from(content).toString("base64");
        return `printf %s '${base64}' | base64 -d >"$root"${path} && chmod 600 "$root"${path}`;
      });
      const listing = await lab.run(`set -e
root=$(mktemp -d)
mkdir -p "$root/etc/netplan"
${writing.join("\n")}
netplan generate --root-dir "$root"
ls "$root/run/systemd/network"`);
      const made = files.map(([, path = ""]) => /90-lab-(.*)\.yaml$/.exec(path)?.[1]);
      for (const link of made) expect(listing).toContain(`10-netplan-${link}.network\n`);
    },
  );
});

describe("an interface", () => {
  let before = "";
  const router = (): string => lab.second.replace(/\.\d+\/.*/, ".1");

  it("is announced, configured, and then as it should be", async () => {
    before = await lab.state();
    const wanted = inner({
      routes: [{ to: "10.99.0.0/16", via: router(), metric: 50 }],
      dns: ["192.0.2.53"],
    });
    expect(outcome(await plays.configure([wanted], {}, "--check"))).toMatchObject({
      exitCode: 0,
      outcome: "changed",
    });
    expect(await lab.state()).toBe(before);
    const played = await plays.configure([wanted]);
    expect(outcome(played)).toMatchObject({ exitCode: 0, outcome: "changed" });
    const state = await lab.state();
    expect(state).toContain(`eth1    inet ${own()} `);
    expect(state).toContain(`10.99.0.0/16 via ${router()} dev eth1 proto static metric 50`);
    expect(state).toMatch(/eth1@\S+ <\S+ mtu 1400 /);
    expect(state).toMatch(/-rw------- 1 root root .* 90-lab-eth1.yaml/);
    // What nothing would bring back after a reboot is gone at once.
    expect(state).not.toContain(lab.second);
    const again = await plays.configure([wanted]);
    expect(outcome(again)).toMatchObject({ exitCode: 0, outcome: "ok" });
    expect(again.recap.get(lab.host.name)).toMatchObject({ changed: 0, frames: 2 });
  });

  it("gets back what somebody took from it, by the files that are there", async () => {
    const wanted = inner({
      routes: [{ to: "10.99.0.0/16", via: router(), metric: 50 }],
      dns: ["192.0.2.53"],
    });
    await lab.run(`ip addr del ${own()} dev eth1`);
    expect(outcome(await plays.configure([wanted], {}, "--check")).message).toContain(
      `eth1 has no address ${own()}`,
    );
    const played = await plays.configure([wanted]);
    expect(outcome(played)).toMatchObject({ exitCode: 0, outcome: "changed" });
    expect(await lab.state()).toContain(`eth1    inet ${own()} `);
  });

  it("is given up without a trace when it is declared no more, and files of others stay", async () => {
    await lab.run(`umask 077; printf 'network: {version: 2}\\n' >/etc/netplan/01-foreign.yaml`);
    expect(outcome(await plays.configure([]))).toMatchObject({ exitCode: 0, outcome: "changed" });
    const rest = async () => (await lab.state()).includes(own());
    expect(await eventually(rest, false)).toBe(false);
    expect(await lab.run("cd /etc/netplan && echo *")).toBe("01-foreign.yaml\n");
    expect(outcome(await plays.configure([])).outcome).toBe("skipped");
    await lab.run(`rm /etc/netplan/01-foreign.yaml; systemctl stop systemd-networkd.socket systemd-networkd
ip link set dev eth1 mtu 1500; ip addr add ${lab.second} brd + dev eth1`);
    expect(await lab.state()).toBe(before);
  });

  it("has its hand-made address back after a rollback", async () => {
    const played = await plays.configure([inner()]);
    expect(outcome(played)).toMatchObject({ exitCode: 0, outcome: "changed" });
    expect(await lab.state()).not.toBe(before);
    await plays.rollBack(played);
    expect(await lab.state()).toBe(before);
  });

  it("is left alone where a file of somebody else is about it, or netplan refuses what there is", async () => {
    const file = "/etc/netplan/50-cloud-init.yaml";
    await lab.run(`umask 077; printf 'network: {version: 2, ethernets: {eth1: {dhcp4: true}}}\\n' >${file}`);
    const refused = await plays.configure([inner()]);
    expect(refused.exitCode).toBe(3);
    expect(outcome(refused).failure).toContain(`${file} (network.ethernets.eth1) is about eth1, too`);
    await lab.run(`printf 'network: {version: 2, ethernets: {eth7: {dhcp4: perhaps}}}\\n' >${file}`);
    const broken = await plays.configure([inner()]);
    expect(broken.exitCode).toBe(3);
    await lab.run(`rm ${file}`);
    expect(await lab.state()).toBe(before);
  });

  it("is taken over from a file that the play itself removes, as announced", async () => {
    const file = "/etc/netplan/50-cloud-init.yaml";
    await lab.run(`umask 077; printf 'network: {version: 2, ethernets: {eth1: {dhcp4: true}}}\\n' >${file}`);
    const foreign = await lab.state();
    const steps = {
      pre_tasks: [{ name: "Give up", file: { path: file, state: "absent" } }],
      roles: [{ role: "netplan" }],
    };
    expect(notOk(await plays.play([inner()], steps, "--check"))).toEqual([
      "Give up changed",
      "Configure the network interfaces deferred",
    ]);
    const played = await plays.play([inner()], steps);
    expect(notOk(played)).toEqual(["Give up changed", "Configure the network interfaces changed"]);
    await plays.rollBack(played);
    expect(await lab.state()).toBe(foreign);
    await lab.run(`rm ${file}`);
  });

  it("that lab is connected through may be configured, too", async () => {
    const [address = ""] = /inet (\S+)/.exec(await lab.run("ip -o -4 addr show dev eth0"))?.slice(1) ?? [];
    const [gateway = ""] = /via (\S+)/.exec(await lab.run("ip route show default"))?.slice(1) ?? [];
    const wanted = { name: "eth0", addresses: [address], gateway };
    const played = await plays.configure([wanted]);
    expect(outcome(played)).toMatchObject({ exitCode: 0, outcome: "changed" });
    expect(outcome(await plays.configure([wanted]))).toMatchObject({ exitCode: 0, outcome: "ok" });
    await plays.rollBack(played);
    expect(await lab.state()).toBe(before);
  });
});

describe("a change that would lock lab out", () => {
  const elsewhere = { name: "eth0", addresses: ["192.0.2.2/24"] };

  it("by another address is refused, or, where it is meant, taken back by the host", async () => {
    const before = await lab.state();
    const refused = await plays.configure([elsewhere]);
    expect(outcome(refused).failure).toContain(`this connection uses the address ${lab.host.address}`);
    const played = await plays.configure([elsewhere], { move_ssh: true });
    expect(played.exitCode).toBe(3);
    expect(outcome(played).failure).toContain(
      `no new connection within ${seconds} s, so the host took the change back`,
    );
    expect(await lab.state()).toBe(before);
  });

  it("by sshd is taken back by the host", async () => {
    const file = "/etc/ssh/sshd_config.d/10-closed.conf";
    const { project } = plays;
    const play = await project.play([
      {
        name: "Close sshd",
        guarded: seconds,
        shell: {
          cmd: `echo 'AllowUsers nobody' >${file} && sshd -t && systemctl reload ssh`,
          undo: `rm -f ${file} && systemctl reload ssh`,
        },
      },
    ]);
    const played = await startPlay(play, project.home, project.folder).ended;
    expect(outcome(played).failure).toContain(`no new connection within ${seconds} s`);
    await lab.run(`test ! -e ${file}`);
    const reached = await startPlay(await project.play([{ ping: {} }]), project.home, project.folder).ended;
    expect(reached.exitCode).toBe(0);
  });
});

describe("the same interface without netplan", () => {
  it("is configured by systemd-networkd, by its hardware address and under its new name", async () => {
    await lab.run("systemctl start systemd-networkd");
    const before = await lab.state();
    const mac = (await lab.run("cat /sys/class/net/eth1/address")).trim();
    const wanted = inner({ name: "lan0", mac });
    const args = { renderer: "networkd" };
    const played = await plays.configure([wanted], args);
    expect(outcome(played)).toMatchObject({ exitCode: 0, outcome: "changed" });
    const state = await lab.state();
    expect(state).toContain(`lan0    inet ${own()} `);
    expect(state).toContain("90-lab-lan0.link");
    expect(outcome(await plays.configure([wanted], args)).outcome).toBe("ok");
    await plays.rollBack(played);
    expect(await lab.state()).toBe(before);
    await lab.run("systemctl stop systemd-networkd.socket systemd-networkd");
  });

  it("is configured by wicked, here a stand-in", async () => {
    const before = await lab.state();
    await lab.run(
      `mkdir -p /etc/sysconfig/network && ${await installing("wicked-stand-in.sh", "/usr/sbin/wicked")}`,
    );
    const wanted = inner({
      routes: [{ to: "10.99.0.0/16", via: lab.second.replace(/\.\d+\/.*/, ".1"), metric: 50 }],
    });
    const played = await plays.configure([wanted]);
    expect(outcome(played)).toMatchObject({ exitCode: 0, outcome: "changed" });
    expect(await lab.state()).toContain("10.99.0.0/16 via");
    expect(await lab.run("cd /etc/sysconfig/network && echo *")).toBe("ifcfg-eth1 ifroute-eth1\n");
    expect(outcome(await plays.configure([wanted])).outcome).toBe("ok");
    await plays.rollBack(played);
    expect(await lab.state()).toBe(before);
  });
});
