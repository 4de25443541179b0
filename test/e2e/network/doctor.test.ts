import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { DoctorReport } from "../../../src/doctor/doctor-report.ts";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { runLab } from "../../run-lab.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";

/** What must be as it was after somebody has looked. */
const state =
  "ip -o addr; ip route; nft list ruleset | sed 's,counter .*,,'; find /etc /var/lib /root /run/lab* -newer /tmp/before 2>/dev/null; ls /tmp";

/** Drops what leaves a host for these ports. */
const dropping = (to: string, ...ports: readonly number[]): string =>
  `nft add rule inet lab_test out ip daddr ${to} tcp dport { ${ports.join(", ")} } drop`;

describe("lab doctor", () => {
  let sandbox: FreshSandbox;
  let hosts: { readonly cp1: SandboxHost; readonly worker1: SandboxHost; readonly worker2: SandboxHost };
  const doctor = (...args: readonly string[]) =>
    runLab(["doctor", "-i", sandbox.files.clusters, ...args], { NO_COLOR: "1" });
  const report = async (...args: readonly string[]) => {
    const { exitCode, stdout } = await doctor("--output", "json", ...args);
    const { clusters }: DoctorReport = JSON.parse(stdout);
    const [cluster] = clusters;
    if (!cluster) throw new Error("no cluster was looked at");
    const errors = cluster.findings.filter(({ severity }) => severity === "error");
    return { exitCode, ...cluster, errors: errors.map(({ node, message }) => `${node}: ${message}`) };
  };

  beforeAll(async () => {
    sandbox = await freshHosts(3);
    const [cp1, worker1, worker2] = sandbox.hosts;
    if (!cp1 || !worker1 || !worker2) throw new Error("too few hosts");
    hosts = { cp1, worker1, worker2 };
    const { exitCode, stderr } = await worker1.exec(
      "apt-get install -y -qq --no-install-recommends nftables >/dev/null && nft add table inet lab_test && " +
        "nft 'add chain inet lab_test out { type filter hook output priority 0; }'",
    );
    if (exitCode !== 0) throw new Error(stderr);
  });

  afterAll(async () => {
    await hosts.worker2.unpause().catch(() => {});
    await sandbox.remove();
  });

  it("finds nothing where all is well, and shows it as a table", async () => {
    const { exitCode, stdout } = await doctor();
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^demo {2}well {2}3 of 3 hosts answered$/m);
    expect(stdout).toMatch(/^ {2}worker1 +<?\d+\.\d ms +\. +<?\d+\.\d ms$/m);
  });

  it("names the host whose packets are dropped, the ports, and who gets through", async () => {
    const { cp1, worker1, worker2 } = hosts;
    await worker1.exec(`${dropping(cp1.address, 6443)}; ${dropping(worker2.address, 10_250)}`);
    const told = await report();
    expect({ exitCode: told.exitCode, verdict: told.verdict }).toEqual({ exitCode: 3, verdict: "unwell" });
    expect(told.errors).toEqual([
      "worker1: does not reach cp1 on TCP port 6443 (dropped); worker2 does",
      "worker1: does not reach worker2 on TCP port 10250 (dropped); cp1 does",
    ]);
    const way = told.paths.find(({ from, to }) => from === "worker1" && to === "cp1");
    expect(way).toMatchObject({
      ports: [{ port: 6443, reach: "silent" }],
      ping: true,
      mtu: { device: "eth0", link: 1500, largest: 1500 },
      route: { device: "eth0", source: worker1.address },
      problems: [":6443 dropped"],
    });
    const { stdout } = await doctor();
    expect(stdout).toMatch(/^ {2}worker1 +:6443 dropped +\. +:10250 dropped$/m);
  });

  it("names a route that is missing, and not what follows from it", async () => {
    const { cp1, worker2 } = hosts;
    await cp1.exec(`ip route add unreachable ${worker2.address}`);
    const told = await report("cp1", "worker2");
    await cp1.exec(`ip route del unreachable ${worker2.address}`);
    expect(told.hosts.map(({ name }) => name)).toEqual(["cp1", "worker2"]);
    expect(told.errors).toEqual([`cp1: has no route to worker2 (${worker2.address}): no route to host`]);
    const { paths } = told;
    expect(paths.map(({ from, problems }) => [from, problems])).toEqual([
      ["cp1", ["no route"]],
      ["worker2", [":6443 dropped"]],
    ]);
  });

  it("leaves all hosts as they are", async () => {
    const look = () => Promise.all(sandbox.hosts.map(async (host) => (await host.exec(state)).stdout));
    await Promise.all(sandbox.hosts.map((host) => host.exec("touch /tmp/before")));
    const before = await look();
    await doctor();
    expect(await look()).toEqual(before);
  });

  it("goes on without a host that is silent, and tells whether others reach it", async () => {
    await hosts.worker2.exec("systemctl stop ssh ssh.socket");
    const told = await report();
    expect(told.hosts.map(({ name, reachable }) => `${name} ${reachable}`)).toEqual([
      "cp1 true",
      "worker1 true",
      "worker2 false",
    ]);
    const ofWorker2 = told.findings.filter(({ node }) => node === "worker2").map(({ message }) => message);
    expect(ofWorker2.at(0)).toMatch(/refused the connection/);
    expect(ofWorker2).toContain("cp1, worker1 reach it: it is up, and its sshd or the way from here is not");
    const { stdout } = await doctor();
    expect(stdout).toMatch(/^ {2}worker2 +\? +\? +\.$/m);
  });

  it("ends with the code of unreachable hosts where nothing else is wrong", async () => {
    await hosts.worker1.exec("nft delete table inet lab_test");
    expect((await report()).exitCode).toBe(4);
  });

  it("knows a host that is down", async () => {
    await hosts.worker2.exec("systemctl start ssh");
    await hosts.worker2.exec("ip link set dev eth0 down");
    const told = await report("--timeout", "3");
    expect({ exitCode: told.exitCode, verdict: told.verdict }).toEqual({
      exitCode: 4,
      verdict: "unreachable",
    });
    expect(told.findings.map(({ message }) => message)).toContain(
      "no other host reaches it either: it is down, or cut off",
    );
  });

  it("refuses a host that nobody knows before it asks any", async () => {
    const { exitCode, stderr } = await doctor("worker9");
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/worker9/);
  });
});
