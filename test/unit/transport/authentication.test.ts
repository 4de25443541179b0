import { copyFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import ssh2 from "ssh2";
import { describe, expect, it, onTestFinished } from "vitest";
import { fingerprint } from "../../../src/transport/known-hosts.ts";
import { newKey, parsedKey, sshServer, userKey } from "./ssh-server.ts";
import { type Home, newHome, open, probe } from "./test-transport.ts";

describe("authentication", () => {
  it("offers the inventory's key, the agent, key files, then the password both ways", async () => {
    const seen: string[] = [];
    const server = await sshServer({
      keys: false,
      authenticate(context) {
        const method =
          context.method === "publickey" ? `key ${fingerprint(context.key.data)}` : context.method;
        seen.push(method);
        if (context.method !== "keyboard-interactive") {
          return context.reject(["publickey", "password", "keyboard-interactive"]);
        }
        context.prompt([{ prompt: "Code for web1: ", echo: false }], ([answer]) =>
          answer === "secret" ? context.accept() : context.reject(),
        );
      },
    });
    const home = newHome();
    const [agentKey, fileKey] = [newKey(), newKey()];
    writeFileSync(join(home.home, "file"), fileKey.private);
    const agent = await agentWith(home, [agentKey.private]);
    const config = `IdentityFile ${home.home}/missing\nIdentityFile ${home.home}/file\n`;
    await open(home, { port: server.port, key: home.key, password: "secret" }, { agent, config });
    const name = (key: { public: string }) => `key ${fingerprint(parsedKey(key.public).getPublicSSH())}`;
    expect(seen).toEqual([name(userKey), name(agentKey), name(fileKey), "password", "keyboard-interactive"]);
  });

  it("logs in by a key that only the agent has", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const agent = await agentWith(home, [newKey().private, userKey.private]);
    const shell = await open(home, { port: server.port }, { agent });
    expect((await shell.run(probe("echo in"))).stdout).toBe("in\n");
  });

  it("offers those of the agent's keys first that are named as files, and no others where told so", async () => {
    const seen: string[] = [];
    const server = await sshServer({
      keys: false,
      authenticate(context) {
        if (context.method === "publickey") seen.push(fingerprint(context.key.data));
        context.reject(["publickey"]);
      },
    });
    const home = newHome();
    const [unnamed, named] = [newKey(), newKey()];
    const agent = await agentWith(home, [unnamed.private, named.private]);
    writeFileSync(join(home.home, "named.pub"), named.public);
    const prints = [named, unnamed].map((key) => fingerprint(parsedKey(key.public).getPublicSSH()));
    for (const [only, expected] of [
      ["no", prints],
      ["yes", prints.slice(0, 1)],
    ] as const) {
      seen.length = 0;
      const config = `IdentityFile ${home.home}/named.pub\nIdentitiesOnly ${only}\n`;
      await expect(open(home, { port: server.port }, { agent, config })).rejects.toThrow("refused");
      expect(seen).toEqual(expected);
    }
  });

  it("goes on without an agent that does not answer", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const config = `IdentityFile ${home.key}\n`;
    const shell = await open(home, { port: server.port }, { agent: join(home.home, "gone"), config });
    expect((await shell.run(probe("echo in"))).stdout).toBe("in\n");
  });

  it("names what was tried, what the host takes, and what to do", async () => {
    const [home, server] = [newHome(), await sshServer()];
    writeFileSync(join(home.home, "other"), newKey().private);
    const agent = await agentWith(home, [newKey().private, newKey().private]);
    const attempt = open(home, { port: server.port, key: join(home.home, "other") }, { agent });
    await expect(attempt).rejects.toMatchObject({
      name: "ConnectionError",
      host: "web1",
      message: `root@127.0.0.1:${server.port} refused: key ~/other, agent (2 keys) (it takes publickey)`,
      hint: expect.stringContaining(`ssh-copy-id -p ${server.port} root@127.0.0.1`),
    });
  });

  it("points to ssh-add when the key is encrypted", async () => {
    const [home, server] = [newHome(), await sshServer()];
    copyFileSync(join(import.meta.dirname, "../../fixtures/ssh/encrypted_key"), join(home.home, "locked"));
    await expect(open(home, { port: server.port, key: join(home.home, "locked") })).rejects.toMatchObject({
      message: expect.stringContaining("key ~/locked is encrypted and was not tried"),
      hint: "unlock the key for the agent: ssh-add ~/locked",
    });
  });

  it("names a key of the inventory that does not exist", async () => {
    const [home, server] = [newHome(), await sshServer()];
    await expect(open(home, { port: server.port, key: "~/nothing" })).rejects.toMatchObject({
      message: `the key ${home.home}/nothing for web1 does not exist`,
    });
  });
});

/** An ssh agent that holds the given private keys. */
async function agentWith({ home }: Home, privateKeys: readonly string[]): Promise<string> {
  const keys = privateKeys.map(parsedKey);
  const agent = createServer((socket) => {
    const protocol = new ssh2.AgentProtocol(false);
    protocol.on("identities", (request) => protocol.getIdentitiesReply(request, keys));
    protocol.on("sign", (request, publicKey, data) => {
      const key = keys.find((one) => one.getPublicSSH().equals(publicKey.getPublicSSH()));
      if (key) protocol.signReply(request, key.sign(data));
      else protocol.failureReply(request);
    });
    socket.pipe(protocol).pipe(socket);
  });
  const path = join(home, "agent");
  await new Promise<void>((resolve) => agent.listen(path, resolve));
  onTestFinished(() => void agent.close());
  return path;
}
