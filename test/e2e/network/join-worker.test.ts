import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { makeKubernetesProject } from "../../kubernetes-project.ts";
import { type PlayResult, playResult, runLab } from "../../run-lab.ts";
import { type TwoSites, twoSites } from "./two-sites.ts";

const admin = "kubectl --kubeconfig=/etc/kubernetes/admin.conf";

/** What a join that failed must leave as it was, on the new host and on the control plane. */
const state = `find /etc /usr/local /opt/cni /var/lib/kubelet /var/lib/cni -xdev -type f ! -path '/etc/lab-stand-ins/*' \\
  ! -name '*-' ! -path '/etc/shells' -exec sha256sum {} + 2>/dev/null | sort -k 2
find /etc -xdev -type l -printf '%p -> %l\\n' | sort
hostname; sysctl -n net.ipv4.ip_forward
ip -o link show | sed 's/^[0-9]*: \\([^:@]*\\).*/\\1/' | sort
ip -4 route show | sort
iptables-save 2>/dev/null | grep -v '^[#:]' | sort
ss -ltnH | awk '{print $4}' | sort
dpkg-query -W | sort`;

/** The shipped playbook with a step that fails behind the one of this number. */
function failingBehind(playbook: string, step: number): string {
  const [head = "", ...steps] = playbook.split(/^(?= {4}- role: )/m);
  const fails = `    - role: join_check
      when: inventory_hostname == node
      args: { names: [no.such.host.invalid], skip: [interface, vpn, route, source, reachability, ping, mtu, outside, clock, cidr] }
`;
  return [head, ...steps.slice(0, step), fails, ...steps.slice(step)].join("");
}

/** The roles of the shipped playbook, in order, numbered from 1. */
const shipped = await readFile(join(import.meta.dirname, "../../../playbooks/join-worker.yaml"), "utf8");
const steps = [...shipped.matchAll(/^ {4}- role: (\S+)/gm)].map(([, role], index) => ({
  role,
  number: index + 1,
}));

describe("a worker in another network", () => {
  let sites: TwoSites;
  let folder: string;
  const inventory = (): string => join(folder, "clusters.yaml");

  beforeAll(async () => {
    sites = await twoSites({ site1: ["cp1"], site2: ["w1"] });
    folder = await mkdtemp(join(tmpdir(), "lab-join-"));
    const vars = {
      vpn: "wireguard",
      wireguard: { network: "10.99.0.0/24" },
      firewall: { kind: "nftables" },
    };
    await makeKubernetesProject(folder, { hosts: sites.hosts, versions: ["1.33.4"], vars });
    const { address, port, user, keyPath } = sites.host("cp1");
    await writeFile(
      inventory(),
      `known_hosts: ${sites.knownHosts}
ssh_user: ${user}
ssh_key: ${keyPath}
clusters:
  - name: prod
    pod_cidr: 10.20.0.0/16
    service_cidr: 10.120.0.0/16
    control_plane_endpoint: 10.99.0.1
    nodes:
      # The only one so far.
      - { name: cp1, role: master, host: ${address}, port: ${port}, node_ip: 10.99.0.1 }
`,
    );
    const made = await play("site.yaml");
    expect([made.failures, made.exitCode]).toEqual([[], 0]);
  });
  afterAll(async () => {
    await sites.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function play(...args: readonly string[]): Promise<PlayResult> {
    const flags = ["-i", inventory(), "--output", "json"];
    return playResult(await runLab(["play", ...args, ...flags], { HOME: folder }, folder));
  }
  const newNode = ["node=w1", "cluster=prod", "node_ip=10.99.0.2"].flatMap((word) => ["-e", word]);
  const joinWorker = (...args: readonly string[]): Promise<PlayResult> =>
    play("join-worker.yaml", ...newNode, "-e", `host=${sites.host("w1").address}`, ...args);
  const nodes = async (): Promise<string> =>
    (await sites.host("cp1").exec(`${admin} get nodes -o name; ${admin} -n kube-system get secrets -o name`))
      .stdout;

  const stateOf = async (name: string): Promise<string> => (await sites.host(name).exec(state)).stdout;

  /** Lets the join fail behind a step, and holds both hosts against what they were before. */
  async function failsWhole(step: number): Promise<void> {
    const before = await Promise.all(["cp1", "w1"].map(stateOf));
    const known = await nodes();
    const playbook = join(folder, "fails.yaml");
    await writeFile(playbook, failingBehind(shipped, step));
    const failed = await play(playbook, ...newNode, "-e", `host=${sites.host("w1").address}`);
    expect(failed.exitCode).toBe(3);
    expect(failed.failures.join("\n")).toContain("no.such.host.invalid");
    const left = failed.events.flatMap((event) =>
      event.kind === "undo" && event.outcome !== "undone" && event.outcome !== "already" ? [event] : [],
    );
    expect(left).toEqual([]);
    expect(await Promise.all(["cp1", "w1"].map(stateOf))).toEqual(before);
    expect(await nodes()).toBe(known);
  }

  it("is as before, packages included, when the join fails in the end, and so is the control plane", async () => {
    await failsWhole(steps.length);
  });

  it.each(steps.slice(0, -1))("is as before when the join fails behind step $number, $role", ({ number }) =>
    failsWhole(number),
  );

  it("joins over WireGuard, behind firewalls, with one command, and is in clusters.json then", async () => {
    const before = await readFile(inventory(), "utf8");
    const check = await joinWorker("--check");
    expect([check.failures, check.exitCode]).toEqual([[], 0]);
    expect(await readFile(inventory(), "utf8")).toBe(before);
    const joined = await joinWorker();
    expect([joined.failures, joined.exitCode]).toEqual([[], 0]);
    expect(joined.changed).toEqual(check.changed);
    expect(await nodes()).toContain("node/w1");
    const after = await readFile(inventory(), "utf8");
    expect(after.startsWith(before)).toBe(true);
    expect(after.slice(before.length)).toContain('"name": "w1"');
  });

  it("is ok once it is there, and costs two frames", async () => {
    const again = await play("join-worker.yaml", "-e", "node=w1");
    expect([again.failures, again.changed, again.exitCode]).toEqual([[], [], 0]);
    expect(again.recap.find(({ host }) => host === "w1")?.frames).toBe(2);
  });

  it("leaves again, and nobody has it as a peer then", async () => {
    const left = await play("leave-worker.yaml", "-e", "node=w1");
    expect([left.failures, left.exitCode]).toEqual([[], 0]);
    expect(await nodes()).not.toContain("node/w1");
    const { stdout } = await sites.host("w1").exec("ip -o link show; ls /etc/wireguard /etc/kubernetes 2>&1");
    expect(stdout).not.toMatch(/lab0|\.key|kubelet\.conf/);
    expect((await sites.host("cp1").exec("wg show lab0 peers")).stdout).toBe("");
  });
});
