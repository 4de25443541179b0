import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlayResult, playLab } from "../../run-lab.ts";
import { treesOf } from "../trees.ts";
import { type TwoSites, twoSites } from "./two-sites.ts";

const pings = (address: string): string => `ping -c 1 -W 5 ${address}`;

describe("WireGuard between two sites", () => {
  let sites: TwoSites;
  let folder: string;

  beforeAll(async () => {
    sites = await twoSites({ site1: ["cp1", "w1"], site2: ["w2"] });
    folder = await mkdtemp(join(tmpdir(), "lab-vpn-"));
    await writeFile(
      join(folder, "vpn.yaml"),
      JSON.stringify([
        { name: "Keys", hosts: "all", roles: [{ role: "vpn", args: { ...args, step: "prepare" } }] },
        { name: "Tunnels", hosts: "all", roles: [{ role: "vpn", args }] },
      ]),
    );
  });
  afterAll(async () => {
    await sites.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const args = {
    kind: "{{ vpn_kind }}",
    wireguard: { network: "10.99.0.0/24", key_generation: "{{ generation }}" },
  };

  /** Runs the playbook on these nodes, as if there were no others. */
  async function play(
    names: readonly string[],
    vars: Readonly<Record<string, unknown>> = {},
    ...flags: readonly string[]
  ): Promise<PlayResult> {
    const nodes = names.map((name) => {
      const { address, port, user, keyPath } = sites.host(name);
      const role = name === "cp1" ? "control_plane" : "worker";
      return { name, role, host: address, port, user, key: keyPath };
    });
    const inventory = {
      known_hosts: sites.knownHosts,
      vars: { vpn_kind: "wireguard", generation: "first", ...vars },
      clusters: [{ name: "demo", pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/16", nodes }],
    };
    await writeFile(join(folder, "clusters.json"), JSON.stringify(inventory));
    return playLab(join(folder, "vpn.yaml"), "-i", join(folder, "clusters.json"), ...flags);
  }
  const all = ["cp1", "w1", "w2"];
  const out = async (name: string, command: string): Promise<string> =>
    (await sites.host(name).exec(command)).stdout;
  const expectPing = async (name: string, address: string): Promise<void> => {
    const { exitCode, stdout, stderr } = await sites.host(name).exec(pings(address));
    expect(exitCode, `${name} to ${address}: ${stdout}${stderr}`).toBe(0);
  };

  it("makes keys on the hosts, and a tunnel from one site to the other", async () => {
    const foretold = await play(all, {}, "--check");
    expect(foretold.failures).toEqual([]);
    const made = await play(all);
    expect(made.failures).toEqual([]);
    expect(made.exitCode, made.stderr).toBe(0);
    expect(made.changed).toEqual(foretold.changed);
    await expectPing("w2", "10.99.0.1");
    await expectPing("cp1", "10.99.0.3");
    expect(await out("cp1", "stat -c '%a %U' /etc/wireguard/lab0*")).toBe("600 root\n600 root\n");
    const key = (await out("cp1", "cat /etc/wireguard/lab0-first.key")).trim();
    expect(key).toMatch(/=$/);
    expect(`${made.stdout}${made.stderr}`).not.toContain(key);
    expect(await out("w2", "grep -r '' /etc/wireguard /run/lab /var/lib/lab 2>/dev/null")).not.toContain(key);
  });

  it("changes nothing the second time, and nothing is left of it when the router cuts the sites", async () => {
    const again = await play(all);
    expect(again.changed).toEqual([]);
    await sites.cut();
    const { exitCode } = await sites.host("w2").exec("ping -c 1 -W 1 10.99.0.1");
    expect(exitCode).not.toBe(0);
    await sites.cut(false);
    await expectPing("w2", "10.99.0.1");
  });

  it("brings back what somebody took away by hand, and the interface when its program has died", async () => {
    const peer = (await out("cp1", "wg show lab0 peers | head -n 1")).trim();
    await sites.host("cp1").exec(`wg set lab0 peer '${peer}' remove`);
    await sites.host("w2").exec("ip link delete dev lab0");
    const repaired = await play(all);
    expect(repaired.failures).toEqual([]);
    expect(repaired.changed).toEqual([
      "cp1: Describe the tunnel to wg-quick",
      "w2: Describe the tunnel to wg-quick",
    ]);
    await expectPing("w2", "10.99.0.1");
  });

  it("keeps a node that cannot be reached", async () => {
    await sites.host("w1").exec("systemctl stop ssh");
    const without = await play(all);
    await sites.host("w1").exec("systemctl start ssh");
    expect(without.changed.filter((line) => !line.startsWith("w1"))).toEqual([]);
    await expectPing("cp1", "10.99.0.2");
  });

  it("rotates keys without taking the interface down", async () => {
    const index = await out("cp1", "cat /sys/class/net/lab0/ifindex");
    const before = await out("cp1", "wg show lab0 public-key");
    const vars = { generation: "second" };
    const foretold = await play(all, vars, "--check");
    const rotated = await play(all, vars);
    expect(rotated.failures).toEqual([]);
    expect(rotated.changed).toEqual(foretold.changed);
    expect(await out("cp1", "wg show lab0 public-key")).not.toBe(before);
    expect(await out("cp1", "cat /sys/class/net/lab0/ifindex")).toBe(index);
    expect(await out("cp1", "ls /etc/wireguard")).toBe("lab0-second.key\nlab0.conf\n");
    await expectPing("w2", "10.99.0.1");
    expect((await play(all, vars)).changed).toEqual([]);
  });

  it("forgets a node that leaves, and the others keep their addresses", async () => {
    const vars = { generation: "second" };
    const left = await play(["cp1", "w2"], vars);
    expect(left.failures).toEqual([]);
    expect(await out("cp1", "grep '^# ' /etc/wireguard/lab0.conf | tail -n 1")).toBe("# w2\n");
    await expectPing("cp1", "10.99.0.3");
    expect((await play(["cp1", "w2"], vars)).changed).toEqual([]);
    const gone = await play(all, { ...vars, vpn_kind: "none" });
    expect(gone.failures).toEqual([]);
    expect(await out("w1", "ls /etc/wireguard; ls /sys/class/net; systemctl is-enabled wg-quick@lab0")).toBe(
      "eth0\nlo\ndisabled\n",
    );
    expect((await play(all, { ...vars, vpn_kind: "none" })).changed).toEqual([]);
  });

  it("leaves a host as it was when the run fails later on", async () => {
    const host = sites.host("w2");
    const links = "ls /sys/class/net; ip route; systemctl is-enabled wg-quick@lab0";
    const before = [await treesOf(host), await out("w2", links)];
    const failing = await playW2(
      { network: "10.99.0.0/24" },
      { rollback: true },
      { fail: { msg: "on purpose" } },
    );
    expect(failing.exitCode, failing.stderr).toBe(3);
    expect(failing.changed).toContain("w2: Start the tunnel at boot and now");
    expect([await treesOf(host), await out("w2", links)]).toEqual(before);
  });

  it("is taken back by the host itself where it cuts the connection", async () => {
    const own = sites.host("w2").address.split(".").slice(0, 3).join(".");
    const nodes = { w2: { endpoint: "vpn.lab.example", address: `${own}.200` } };
    const cut = await playW2({ network: `${own}.0/24`, nodes }, { guarded: 6 });
    expect(cut.exitCode, cut.stderr).toBe(3);
    expect(cut.failures.join()).toMatch(/Start the tunnel at boot and now: no new connection within 6 s/);
    expect(await out("w2", "ls /sys/class/net")).toBe("eth0\nlo\n");
  });

  /** Runs the role on w2 alone, as if there were no others, and a task after it. */
  async function playW2(
    wireguard: Readonly<Record<string, unknown>>,
    play: Readonly<Record<string, unknown>>,
    ...tasks: readonly object[]
  ): Promise<PlayResult> {
    const { guarded, ...rest } = play;
    const role = { role: "vpn", args: { kind: "wireguard", wireguard }, ...(guarded ? { guarded } : {}) };
    const playbook = join(folder, "w2.yaml");
    await writeFile(playbook, JSON.stringify([{ name: "W2", hosts: "w2", ...rest, roles: [role], tasks }]));
    const { address, port, user, keyPath } = sites.host("w2");
    const nodes = [{ name: "w2", role: "control_plane", host: address, port, user, key: keyPath }];
    const cluster = { name: "demo", pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/16", nodes };
    const inventory = { known_hosts: sites.knownHosts, clusters: [cluster] };
    await writeFile(join(folder, "w2.json"), JSON.stringify(inventory));
    return playLab(playbook, "-i", join(folder, "w2.json"));
  }
});
