import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type LabResult, type PlayResult, playResult, runLab } from "../../run-lab.ts";
import { type TwoSites, twoSites } from "./two-sites.ts";

describe("WireGuard by a hub, for nodes behind NAT", () => {
  let sites: TwoSites;
  let folder: string;

  beforeAll(async () => {
    sites = await twoSites({ site1: ["cp1"], site2: ["w1", "w2"], nat: true });
    folder = await mkdtemp(join(tmpdir(), "lab-vpn-"));
    const args = { kind: "wireguard", wireguard: "{{ wireguard }}" };
    await writeFile(
      join(folder, "vpn.yaml"),
      JSON.stringify([
        { name: "Keys", hosts: "all", roles: [{ role: "vpn", args: { ...args, step: "prepare" } }] },
        { name: "Tunnels", hosts: "all", roles: [{ role: "vpn", args }] },
      ]),
    );
    const nodes = sites.hosts.map(({ name, address, port, user, keyPath }) => {
      const role = name === "cp1" ? "control_plane" : "worker";
      return { name, role, host: address, port, user, key: keyPath };
    });
    const clusters = [{ name: "demo", pod_cidr: "10.244.0.0/16", service_cidr: "10.96.0.0/16", nodes }];
    await writeFile(
      join(folder, "clusters.json"),
      JSON.stringify({ known_hosts: sites.knownHosts, clusters }),
    );
  });
  afterAll(async () => {
    await sites.remove();
    await rm(folder, { recursive: true, force: true });
  });

  const lab = (...words: readonly string[]): Promise<LabResult> => runLab(words, {}, folder);
  async function play(nodes: Readonly<Record<string, unknown>>): Promise<PlayResult> {
    const wireguard = { network: "10.99.0.0/24", topology: "hub", hub: "cp1", nodes };
    const given = JSON.stringify({ wireguard });
    return playResult(await lab("play", "vpn.yaml", "-i", "clusters.json", "-e", given, "--output", "json"));
  }
  const hidden = { w1: { endpoint: "none" }, w2: { endpoint: "none" } };
  const answers = async (name: string, address: string): Promise<boolean> =>
    (await sites.host(name).exec(`ping -c 1 -W 3 ${address}`)).exitCode === 0;
  const routes = async (name: string): Promise<string> =>
    (await sites.host(name).exec("ip -o route show dev lab0 | cut -d ' ' -f 1 | sort")).stdout;

  it("lets two of them meet, whom nobody can call", async () => {
    expect(await answers("cp1", sites.host("w1").address)).toBe(false);
    const made = await play(hidden);
    expect(made.failures).toEqual([]);
    expect(await answers("w1", "10.99.0.1")).toBe(true);
    expect(await answers("w2", "10.99.0.1")).toBe(true);
    expect(await answers("w1", "10.99.0.3")).toBe(true);
    expect(await answers("cp1", "10.99.0.2")).toBe(true);
    expect((await play(hidden)).changed).toEqual([]);
  });

  it("brings a route for what is behind a node, and a rollback takes it back", async () => {
    await sites.host("w2").exec("ip address add 10.244.2.1/32 dev lo");
    const behind = { ...hidden, w2: { endpoint: "none", allowed_ips: ["10.244.2.0/24"] } };
    const index = (await sites.host("w1").exec("cat /sys/class/net/lab0/ifindex")).stdout;
    const widened = await play(behind);
    expect(widened.failures).toEqual([]);
    expect(widened.changed).toEqual(["cp1", "w1"].map((name) => `${name}: Describe the tunnel to wg-quick`));
    expect(await routes("w1")).toBe("10.244.2.0/24\n10.99.0.0/24\n");
    expect(await answers("w1", "10.244.2.1")).toBe(true);
    const taken = await lab("rollback", "-i", "clusters.json");
    expect(taken.exitCode, taken.stdout + taken.stderr).toBe(0);
    expect(await routes("w1")).toBe("10.99.0.0/24\n");
    expect(await routes("cp1")).toBe("10.99.0.0/24\n");
    expect(await answers("w1", "10.99.0.3")).toBe(true);
    expect((await sites.host("w1").exec("cat /sys/class/net/lab0/ifindex")).stdout).toBe(index);
    expect((await play(hidden)).changed).toEqual([]);
  });
});
