import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { NodeSSH } from "node-ssh";
import { afterAll, describe, expect, inject, it } from "vitest";
import { sandboxDown, sandboxList } from "../../src/cli/sandbox-command.ts";
import { findContainerEngine } from "../../src/sandbox/container-engine.ts";
import { up } from "../../src/sandbox/sandbox.ts";
import type { SandboxHost } from "../../src/sandbox/sandbox-host.ts";
import { freshHosts, sharedHost, sharedHosts, sharedInventory } from "./hosts.ts";
import { sandboxNameOfRun } from "./test-sandboxes.ts";

/** Every container and network of a sandbox that the engine knows, stopped ones too. */
async function objectsOf(name: string): Promise<number> {
  const docker = (await findContainerEngine())?.container.dockerode;
  const filters = { label: [`lab.sandbox=${name}`] };
  const containers = await docker?.listContainers({ all: true, filters });
  const networks = await docker?.listNetworks({ filters });
  return (containers?.length ?? 0) + (networks?.length ?? 0);
}

async function login(
  host: SandboxHost,
  username: string,
  secret: { password: string } | { privateKeyPath: string },
) {
  const pinned = await readFile(host.knownHostsPath, "utf8");
  const hostVerifier = (key: Buffer) =>
    pinned.includes(`${host.address},${host.name} ssh-ed25519 ${key.toString("base64")}\n`);
  const ssh = new NodeSSH();
  return ssh.connect({ host: host.address, port: host.port, username, ...secret, hostVerifier });
}

describe("the hosts of a sandbox", () => {
  it("have booted systemd, each with an identity of its own", async () => {
    const hosts = sharedHosts();
    for (const host of hosts) {
      const { stdout } = await host.exec("systemctl is-system-running; hostname");
      expect(stdout).toMatch(new RegExp(`^(running|degraded)\\n${host.name}\\n$`));
    }
    const ids = await Promise.all(
      hosts.map((host) => host.exec("cat /etc/machine-id /etc/ssh/ssh_host_ed25519_key.pub")),
    );
    expect(new Set(ids.map((id) => id.stdout)).size).toBe(hosts.length);
  });

  it("let the user in by key, with sudo, under the pinned host key", async () => {
    const host = sharedHost("cp1");
    const ssh = await login(host, host.user, { privateKeyPath: host.keyPath });
    expect((await ssh.execCommand("sudo -n id -u")).stdout).toBe("0");
    ssh.dispose();
  });

  it("let the administrator in by password, and ask for it again in sudo", async () => {
    const host = sharedHost("cp1");
    const ssh = await login(host, host.adminUser, { password: host.adminPassword });
    expect((await ssh.execCommand("sudo -n id -u")).code).toBe(1);
    const asked = await ssh.execCommand("sudo -S -p '' id -u", { stdin: `${host.adminPassword}\n` });
    expect(asked.stdout).toBe("0");
    ssh.dispose();
  });

  it("install packages without apt-get update, from the sources of the release", async () => {
    const { exitCode, stderr } = await sharedHost("worker1").exec("apt-get install -y hello && hello");
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const sources = await sharedHost("worker1").exec("cat /etc/apt/sources.list.d/*.sources");
    expect(sources.stdout).toContain("Types: deb\n");
  });

  it("reach each other by name, and may set sysctls", async () => {
    const { exitCode } = await sharedHost("worker2").exec(
      "ping -c 1 -W 5 worker3 && sysctl -w net.ipv4.conf.eth0.rp_filter=1",
    );
    expect(exitCode).toBe(0);
  });

  it("stand in an inventory beside their key", async () => {
    const inventory: unknown = JSON.parse(await readFile(sharedInventory(), "utf8"));
    const nodes = sharedHosts().map(({ name, address }) => ({
      name,
      host: address,
      port: 22,
      user: "lab",
      key: "id_ed25519",
    }));
    expect(inventory).toMatchObject({ known_hosts: "known_hosts", clusters: [{ name: "demo", nodes }] });
  });
});

describe("lab sandbox", () => {
  const name = `${sandboxNameOfRun(inject("run"))}-again`;
  afterAll(() => sandboxDown(name, () => undefined).catch(() => undefined));

  it("lists every sandbox with its hosts", async () => {
    const lines: string[] = [];
    await sandboxList((text) => lines.push(text));
    expect(lines.join("")).toMatch(/^test-\d+ +4 of 4 hosts run/m);
  });

  it("refuses a name that is taken, and names the command that frees it", async () => {
    const fresh = await freshHosts(1);
    const again = up({ name: fresh.name, layout: 1, progress: () => undefined });
    await expect(again).rejects.toMatchObject({
      problems: [{ hint: `remove it first: lab sandbox down ${fresh.name}` }],
    });
    expect((await fresh.hosts[0]?.exec("true"))?.exitCode).toBe(0);
    await fresh.remove();
    expect(await objectsOf(fresh.name)).toBe(0);
  });

  it("starts hosts that outlive the process, and removes them without a trace", async () => {
    const folder = join(sharedInventory(), "..", "again");
    const command = join(import.meta.dirname, "../../src/cli/sandbox-command.ts");
    const script = `import { sandboxUp } from ${JSON.stringify(command)};
      await sandboxUp(${JSON.stringify({ name, hosts: 2, folder })}, (text) => process.stdout.write(text));`;
    const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "--eval", script]);
    expect(stdout).toContain(`lab sandbox down ${name}`);
    expect(await objectsOf(name)).toBe(3);
    expect(await sandboxDown(name, () => undefined)).toBe(0);
    expect(await objectsOf(name)).toBe(0);
    expect(existsSync(folder)).toBe(false);
  });

  it("says which sandboxes there are when a name is mistyped", async () => {
    await expect(sandboxDown("no-such-sandbox", () => undefined)).rejects.toMatchObject({
      problems: [{ message: 'there is no sandbox "no-such-sandbox"' }],
    });
  });
});
