import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { fingerprint } from "../../../src/transport/known-hosts.ts";
import { newKey, parsedKey, serverKey, sshServer } from "./ssh-server.ts";
import { newHome, open, transport } from "./test-transport.ts";

describe("host keys", () => {
  it("pins the first key once, in a file that is the user's alone", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const one = transport(home);
    const target = { name: "web1", host: "127.0.0.1", user: "root", port: server.port, key: home.key };
    const shells = await Promise.all([1, 2, 3].map(() => one.open(target, { readOnly: true })));
    await Promise.all(shells.map((shell) => shell.close()));
    await open(home, target);
    const lines = readFileSync(home.pins, "utf8").trim().split("\n");
    expect(lines).toEqual([
      `[127.0.0.1]:${server.port} ${serverKey.public.split(" ").slice(0, 2).join(" ")}`,
    ]);
    expect(statSync(home.pins).mode & 0o777).toBe(0o600);
    expect(statSync(join(home.home, ".ssh")).mode & 0o777).toBe(0o700);
  });

  it("refuses a changed key before any secret is sent, with the command that forgets it", async () => {
    const home = newHome();
    const first = await sshServer();
    await open(home, { port: first.port, key: home.key });
    await first.close();
    const impostor = newKey();
    const seen: string[] = [];
    const second = await sshServer({
      hostKey: impostor.private,
      port: first.port,
      authenticate: (context) => seen.push(context.method),
    });
    const prints = [serverKey, impostor].map((key) => fingerprint(parsedKey(key.public).getPublicSSH()));
    await expect(open(home, { port: second.port, password: "secret" })).rejects.toMatchObject({
      message: `the host key of root@127.0.0.1:${first.port} changed: pinned ssh-ed25519 ${prints[0]}; now ssh-ed25519 ${prints[1]}`,
      hint: expect.stringContaining(`ssh-keygen -R '[127.0.0.1]:${first.port}' -f '${home.pins}'`),
    });
    expect(seen).toEqual([]);
  });

  it("refuses an unknown key where StrictHostKeyChecking is yes", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const attempt = open(home, { port: server.port, key: home.key }, { config: "StrictHostKeyChecking yes" });
    await expect(attempt).rejects.toMatchObject({ message: expect.stringContaining("is not known") });
  });

  it("says so when the key cannot be pinned", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const target = { port: server.port, key: home.key, knownHosts: join(home.key, "known_hosts") };
    await expect(open(home, target)).rejects.toMatchObject({
      message: expect.stringContaining(`cannot be pinned in ${home.key}/known_hosts`),
    });
  });
});
