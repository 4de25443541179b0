import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { type PlayResult, playLab } from "../../run-lab.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";

/** Every file with its mode, owner and checksum below the folders that a run may write to. */
async function listing(host: SandboxHost): Promise<string> {
  const { stdout } = await host.exec(
    "cd / && find etc usr/local var/lib -xdev \\( -type f -o -type l -o -type d \\) -printf '%p %M %u:%g %l\\n' | sort;" +
      " find etc usr/local var/lib -xdev -type f -exec sha256sum {} + | sort -k 2",
  );
  return stdout;
}

/** Variables of the VMware example, so that every task of both roles has something to do. */
const variables = [
  ["-e", "timezone=Asia/Seoul"],
  ["-e", "locale=ko_KR.UTF-8"],
  [
    "-e",
    '{"ntp_servers": ["time.example"], "registry_mirrors": {"docker.io": [{"url": "http://127.0.0.1:5000"}]}}',
  ],
].flat();

describe("prepare-nodes.yaml on hosts that nobody has touched", () => {
  let sandbox: FreshSandbox;
  let check: PlayResult;
  let first: PlayResult;
  const play = (...flags: string[]): Promise<PlayResult> =>
    playLab("prepare-nodes.yaml", "-i", sandbox.files.clusters, ...variables, ...flags);

  beforeAll(async () => {
    sandbox = await freshHosts(3);
  });
  afterAll(() => sandbox.remove());

  it("is checked without a single write", async () => {
    const before = await Promise.all(sandbox.hosts.map(listing));
    check = await play("--check", "--diff");
    expect(check.exitCode).toBe(0);
    expect(check.changed.length).toBeGreaterThan(20);
    expect(await Promise.all(sandbox.hosts.map(listing))).toEqual(before);
  });

  it("reports what would change by exit code 2 when asked to", async () => {
    expect((await play("--check", "--detailed-exitcode")).exitCode).toBe(2);
  });

  it("changes exactly the tasks that the check announced", async () => {
    first = await play();
    expect(first.stderr).toBe("");
    expect(first.exitCode).toBe(0);
    expect(first.changed).toEqual(check.changed);
    expect(first.recap.map(({ failed, deferred }) => failed + deferred)).toEqual([0, 0, 0]);
  });

  it("costs at most one frame more than it has changes, and one for late questions", () => {
    for (const host of first.recap) expect(host.frames).toBeLessThanOrEqual(host.changed + 3);
  });

  it("leaves a runtime that answers, and a kernel that forwards", async () => {
    for (const host of sandbox.hosts) {
      const { stdout } = await host.exec(
        "systemctl is-active containerd; systemctl is-enabled containerd; ctr plugins ls | grep -c 'cri .*ok';" +
          " cat /proc/sys/net/ipv4/ip_forward; stat -c '%a %U' /etc/containerd/config.toml; grep -c SystemdCgroup.=.true /etc/containerd/config.toml",
      );
      expect(stdout.trim().split("\n")).toEqual(["active", "enabled", "1", "1", "644 root", "1"]);
    }
  });

  it("changes nothing the second time, in at most two frames per host", async () => {
    const before = await Promise.all(sandbox.hosts.map(listing));
    const second = await play();
    expect(second.exitCode).toBe(0);
    expect(second.changed).toEqual([]);
    for (const host of second.recap) {
      expect(host.changed).toBe(0);
      expect(host.frames).toBeLessThanOrEqual(2);
    }
    expect(await Promise.all(sandbox.hosts.map(listing))).toEqual(before);
  });

  it("announces nothing on a converged host", async () => {
    const again = await play("--check", "--detailed-exitcode");
    expect(again.changed).toEqual([]);
    expect(again.exitCode).toBe(0);
  });

  it("repairs exactly what was broken by hand, and says so", async () => {
    const [cp1, worker1, worker2] = sandbox.hosts;
    await cp1?.exec("echo '# edited' >>/etc/containerd/config.toml");
    await worker1?.exec("chmod 600 /etc/containerd/config.toml && systemctl stop containerd");
    await worker2?.exec(
      "DEBIAN_FRONTEND=noninteractive apt-get remove -y socat && sysctl -w net.ipv4.ip_forward=0",
    );
    const expected = [
      "cp1: Configure containerd",
      "cp1: Restart containerd",
      "worker1: Configure containerd",
      "worker1: Restart containerd",
      "worker1: Start containerd at boot and now",
      "worker2: Install packages",
      "worker2: Set net.ipv4.ip_forward",
    ];
    expect((await play("--check")).changed).toEqual(expected);
    expect((await play()).changed).toEqual(expected);
    expect((await play()).changed).toEqual([]);
    expect(
      (await worker1?.exec("stat -c %a /etc/containerd/config.toml; systemctl is-active containerd"))?.stdout,
    ).toBe("644\nactive\n");
  });

  it("touches only the hosts of --limit, and only the tasks of --tags", async () => {
    for (const host of sandbox.hosts)
      await host.exec("rm /etc/containerd/config.toml /etc/sysctl.d/90-lab.conf");
    const limited = await play("--limit", "worker2", "--tags", "containerd");
    expect(limited.recap.map(({ host }) => host)).toEqual(["worker2"]);
    expect(limited.changed).toEqual(["worker2: Configure containerd", "worker2: Restart containerd"]);
  });
});
