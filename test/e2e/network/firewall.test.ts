import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { type PlayResult, playLab, runLab } from "../../run-lab.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { makeProject, nodeOf, type Project } from "../make-project.ts";
import { type FirewallHost, firewallHosts } from "./firewall-hosts.ts";

/** Of a worker: the kubelet for nodes, a NodePort for all. 8080 and 9090 are what others decide about. */
const ports = [22, 10_250, 30_080, 7777, 8080, 9090] as const;
const guardSeconds = 8;
const keep = "Keep the firewall's rules";

/** A host of a kind, under the name of the kind. */
interface Subject extends FirewallHost {
  readonly host: SandboxHost;
}

describe("the firewall of a worker", () => {
  let sandbox: FreshSandbox;
  let project: Project;
  let stranger: SandboxHost;
  let subjects: readonly Subject[];

  beforeAll(async () => {
    sandbox = await freshHosts(firewallHosts.length + 1);
    const [first, ...others] = sandbox.hosts;
    if (!first) throw new Error("no host was started");
    stranger = first;
    subjects = others.flatMap((host, index) =>
      firewallHosts.slice(index, index + 1).map((one) => ({ ...one, host })),
    );
    const nodes = [nodeOf(first, "cp1"), ...subjects.map(({ host, kind }) => nodeOf(host, kind))];
    project = await makeProject(nodes, sandbox.hosts);
    await mkdir(join(project.folder, "host_vars"));
    await Promise.all(
      subjects.map(async ({ host, install }) => {
        await run(host, `apt-get update -qq >/dev/null 2>&1; ${install}`);
        await run(
          host,
          ports
            .slice(1)
            .map((port) => listener(port))
            .join("\n"),
        );
      }),
    );
  });
  afterAll(async () => {
    await project.remove();
    await sandbox.remove();
  });

  async function play(settings: object = {}, ...flags: readonly string[]): Promise<PlayResult> {
    const playbook = join(project.folder, "firewall.yaml");
    const role = { role: "firewall", args: { settings: "{{ firewall }}", cni: "flannel" } };
    const guarded = "ssh_from" in settings ? { guarded: guardSeconds } : {};
    await writeFile(
      playbook,
      JSON.stringify([{ name: "Firewall", hosts: "workers", roles: [{ ...role, ...guarded }] }]),
    );
    await Promise.all(
      subjects.map(({ kind }) =>
        writeFile(
          join(project.folder, `host_vars/${kind}.json`),
          JSON.stringify({ firewall: { kind, ...settings }, cni: "flannel" }),
        ),
      ),
    );
    return playLab(playbook, "-i", join(project.folder, "clusters.json"), ...flags);
  }
  const onAll = <Value>(ask: (subject: Subject) => Promise<Value>): Promise<Record<string, Value>> =>
    Promise.all(subjects.map(async (subject) => [subject.kind, await ask(subject)] as const)).then(
      Object.fromEntries,
    );
  const snapshots = () => onAll(({ host, snapshot }) => run(host, snapshot));
  const reached = () => onAll(({ host }) => openPorts(stranger, host.address));
  const same = <Value>(value: Value) => Object.fromEntries(subjects.map(({ kind }) => [kind, value]));
  const everywhere = (name: string) => subjects.map(({ kind }) => `${kind}: ${name}`).toSorted();

  it("is closed but for what a worker needs, and says so before", async () => {
    const check = await play({}, "--check");
    expect(check.stderr).toBe("");
    expect([check.failures, check.changed]).toEqual([
      [],
      [...everywhere(keep), "iptables: Install iptables", "nftables: Install nftables"].toSorted(),
    ]);
    const made = await play();
    expect([made.failures, made.changed]).toEqual([[], check.changed]);
    expect(await reached()).toEqual(same([22, 10_250, 30_080]));
    const again = await play();
    expect([again.failures, again.changed]).toEqual([[], []]);
  });

  it("is explained rule by rule, and nothing is changed by that", async () => {
    const before = await snapshots();
    const explained = await onAll(async ({ kind }) => JSON.parse((await plan(kind)).stdout));
    for (const { kind } of subjects) {
      const sound = { host: kind, kind, changes: false, to_remove: [] };
      expect(explained[kind]).toEqual(expect.objectContaining(sound));
    }
    expect(await snapshots()).toEqual(before);
  });

  it("is accepted by the kind itself, with one rule of each sort", async () => {
    await onAll(({ host, validate }) => run(host, validate));
  });

  it("that locks lab out is taken back by the host itself", async () => {
    await onAll(({ host, withoutSsh = ":" }) => run(host, withoutSsh));
    const before = await snapshots();
    const cut = await play({ ssh_from: ["192.0.2.1"] });
    expect(cut.failures.map((text) => text.replace(/^\w+: /, "")).toSorted()).toEqual(
      subjects.map(() => expect.stringContaining(`no new connection within ${guardSeconds} s`)),
    );
    expect(await snapshots()).toEqual(before);
    const again = await play();
    expect([again.failures, again.changed]).toEqual([[], []]);
    await onAll(({ host, withSsh = ":" }) => run(host, withSsh));
  });

  it("is as before once lab's rules are taken away", async () => {
    const gone = await play({ state: "absent" });
    expect([gone.failures, gone.changed]).toEqual([[], everywhere(keep)]);
    const left = await onAll(({ host, snapshot }) =>
      run(host, `{ ${snapshot}; ls /etc/systemd/system /usr/local/sbin; } | grep -i lab || :`),
    );
    expect(left).toEqual(same(""));
  });

  it("keeps the rules of others as they are, and lets them decide first", async () => {
    await onAll(({ host, foreign }) => run(host, foreign));
    const pods = await podAddresses(subjects, stranger);
    const passes = () =>
      onAll(async ({ kind }) => (await openPorts(stranger, pods[kind] ?? "")).includes(7777));
    const before = await snapshots();
    expect([await reached(), await passes()]).toEqual([same([22, 8080]), same(false)]);
    const made = await play({ kind: "auto" });
    expect([made.failures, made.changed]).toEqual([[], everywhere(keep)]);
    expect([await reached(), await passes()]).toEqual([same([22, 10_250, 30_080, 8080]), same(true)]);
    const again = await play({ kind: "auto" });
    expect([again.failures, again.changed]).toEqual([[], []]);
    const explained = await onAll(({ kind }) => plan(kind));
    for (const { stdout } of Object.values(explained)) expect(stdout).toMatch(/"not_labs":\[.*8080/);
    const gone = await play({ kind: "auto", state: "absent" });
    expect([gone.failures, gone.changed]).toEqual([[], everywhere(keep)]);
    expect(await snapshots()).toEqual(before);
  });

  const plan = (host: string) =>
    runLab(["firewall", "plan", host, "-i", join(project.folder, "clusters.json"), "--output", "json"]);
});

/** Gives each host a pod that listens, behind a network of its own, and the stranger a way there. */
async function podAddresses(
  subjects: readonly Subject[],
  stranger: SandboxHost,
): Promise<Record<string, string>> {
  const pods = subjects.map(async ({ host, kind }, index) => {
    const network = `10.244.${index}`;
    await run(
      host,
      `set -e
mount -o remount,rw /proc/sys
echo 1 >/proc/sys/net/ipv4/ip_forward
ip netns add pod
ip link add pod0 type veth peer name eth0 netns pod
ip addr add ${network}.1/24 dev pod0
ip link set pod0 up
ip -n pod addr add ${network}.2/24 dev eth0
ip -n pod link set eth0 up
ip -n pod route add default via ${network}.1
${listener(7777, "ip netns exec pod ")}`,
    );
    await run(stranger, `ip route add ${network}.0/24 via ${host.address}`);
    return [kind, `${network}.2`] as const;
  });
  return Object.fromEntries(await Promise.all(pods));
}

/** sh that answers on a port of all addresses, until the host goes. */
const listener = (port: number, within = ""): string =>
  `systemd-run --quiet --collect ${within}systemd-socket-activate --listen=${port} --accept --inetd cat`;

/** Which of the ports a host can open on another. */
async function openPorts(from: SandboxHost, address: string): Promise<readonly number[]> {
  const tries = ports.map(
    (port) => `timeout 2 bash -c '</dev/tcp/${address}/${port}' 2>/dev/null && echo ${port} &`,
  );
  const stdout = await run(from, `${tries.join("\n")}\nwait`);
  const open = stdout.split("\n").map(Number);
  return ports.filter((port) => open.includes(port));
}

async function run(host: SandboxHost, command: string): Promise<string> {
  const { exitCode, stdout, stderr } = await host.exec(command);
  if (exitCode !== 0) throw new Error(`${command}: exit code ${exitCode}: ${stdout}${stderr}`);
  return stdout;
}
