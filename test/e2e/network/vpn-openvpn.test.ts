import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { type PlayResult, playResult, runLab } from "../../run-lab.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";

const password = "correct-horse-battery";

/** sh that makes a host a server: one certificate of its own, and one user. */
const server = `set -e
mkdir -p /dev/net && mknod /dev/net/tun c 10 200
apt-get install -y --no-install-recommends openvpn openssl >/dev/null
cd /etc/openvpn/server
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=server -keyout key.pem -out cert.pem 2>/dev/null
printf '%s\\n' '#!/bin/sh' '[ "$username/$password" = worker/${password} ]' >verify
chmod 755 verify
cat >lab.conf <<'E'
port 1194
proto udp4
dev tun
server 10.98.0.0 255.255.255.0
topology subnet
keepalive 5 30
cert cert.pem
key key.pem
ca cert.pem
dh none
verify-client-cert none
username-as-common-name
script-security 3
auth-user-pass-verify /etc/openvpn/server/verify via-env
E
systemctl start openvpn-server@lab
cat cert.pem`;

describe("a client of OpenVPN", () => {
  let sandbox: FreshSandbox;
  let folder: string;
  let client: SandboxHost;

  beforeAll(async () => {
    sandbox = await freshHosts(2);
    const [gateway, worker] = sandbox.hosts;
    if (!gateway || !worker) throw new Error("two hosts were wanted");
    client = worker;
    folder = await mkdtemp(join(tmpdir(), "lab-vpn-"));
    const made = await gateway.exec(server);
    expect(made.exitCode, made.stderr).toBe(0);
    await worker.exec("mkdir -p /dev/net && mknod /dev/net/tun c 10 200");
    await mkdir(join(folder, "files"));
    const config = `client\ndev tun\nproto udp4\nremote ${gateway.address} 1194\nauth-user-pass\n<ca>\n${made.stdout}</ca>\n`;
    await writeFile(join(folder, "files/worker.ovpn"), config);
  });
  afterAll(async () => {
    await sandbox.remove();
    await rm(folder, { recursive: true, force: true });
  });

  async function play(
    args: Readonly<Record<string, unknown>>,
    ...flags: readonly string[]
  ): Promise<PlayResult> {
    const plays = [{ name: "VPN", hosts: client.name, rollback: true, roles: [{ role: "vpn", args }] }];
    await writeFile(join(folder, "vpn.yaml"), JSON.stringify(plays));
    const words = ["play", "vpn.yaml", "-i", sandbox.files.clusters, "--output", "json", ...flags];
    return playResult(await runLab(words, {}, folder));
  }
  const settings = {
    kind: "openvpn",
    openvpn: { config: "worker.ovpn", user: "worker", password, timeout: 30 },
  };
  const traces = "ls -d /etc/openvpn/client/* /sys/class/net/tun* 2>/dev/null";

  it("is refused with a wrong password, which the message names, and leaves nothing", async () => {
    const wrong = { ...settings, openvpn: { ...settings.openvpn, password: "wrong-horse", timeout: 8 } };
    const refused = await play(wrong);
    expect(refused.exitCode).toBe(3);
    expect(refused.failures.join()).toMatch(/AUTH_FAILED|auth-failure/);
    expect(refused.stdout + refused.stderr).not.toContain("wrong-horse");
    expect((await client.exec(traces)).stdout).toBe("");
  });

  it("gets an address, as the check foretells, and changes nothing the second time", async () => {
    const foretold = await play(settings, "--check");
    const joined = await play(settings);
    expect(joined.failures).toEqual([]);
    expect(joined.changed).toEqual(foretold.changed);
    expect((await client.exec("ping -c 1 -W 5 10.98.0.1")).exitCode).toBe(0);
    expect((await client.exec("stat -c %a /etc/openvpn/client/lab*")).stdout).toBe("600\n600\n600\n");
    const again = await play(settings);
    expect(again.changed).toEqual([]);
    expect(again.stdout).toContain("10.98.0.2");
  });

  it("is gone after kind: none", async () => {
    const left = await play({ kind: "none" });
    expect(left.failures).toEqual([]);
    expect((await client.exec(traces)).stdout).toBe("");
    expect((await play({ kind: "none" })).changed).toEqual([]);
  });
});
