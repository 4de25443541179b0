import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ssh2 from "ssh2";
import { describe, expect, it, onTestFinished } from "vitest";
import { InternalError } from "../../../src/errors.ts";
import { fingerprint } from "../../../src/transport/known-hosts.ts";
import { type SshTransportOptions, sshTransport } from "../../../src/transport/ssh-transport.ts";
import type { Shell, Target } from "../../../src/transport/transport.ts";
import { newKey, parsedKey, serverKey, sshServer, type TestServer, userKey } from "./ssh-server.ts";

const probe = (script: string) => ({ kind: "probe", script, timeoutMs: 10_000 }) as const;

/** A home of its own for each test: keys, known_hosts, configuration. */
function newHome() {
  const home = mkdtempSync(join(tmpdir(), "lab-home-"));
  onTestFinished(() => rmSync(home, { recursive: true }));
  writeFileSync(join(home, "key"), userKey.private, { mode: 0o600 });
  const pins = join(home, ".ssh/known_hosts");
  return { home, pins, key: join(home, "key") };
}

type Home = ReturnType<typeof newHome>;

function transport({ home }: Home, options: SshTransportOptions & { agent?: string; config?: string } = {}) {
  const { agent = null, config = "", ...rest } = options;
  writeFileSync(join(home, "config"), config);
  return sshTransport({
    localUser: { name: "me", home, agent },
    configFiles: [join(home, "config")],
    handshakeTimeoutMs: 5000,
    ...rest,
  });
}

async function open(
  home: Home,
  target: Partial<Target> & { port: number },
  options: Parameters<typeof transport>[1] & { readOnly?: boolean; signal?: AbortSignal } = {},
): Promise<Shell> {
  const { readOnly = false, signal, ...rest } = options;
  const shell = await transport(home, rest).open(
    { name: "web1", host: "127.0.0.1", user: "root", ...target },
    { readOnly, ...(signal && { signal }) },
  );
  onTestFinished(() => shell.close());
  return shell;
}

/** A frame, and the moment at which its script has begun to run. */
function begun(shell: Shell, script: string) {
  let first: () => void = () => {};
  const line = new Promise<void>((resolve) => {
    first = resolve;
  });
  const result = shell.run({ ...probe(script), onLine: () => first() });
  result.catch(() => {});
  return { line, result };
}

const closed = (server: TestServer, index = 0) =>
  new Promise((resolve) => {
    if (server.sockets[index]?.closed) resolve(true);
    server.sockets[index]?.once("close", resolve);
  });

describe("opening a shell", () => {
  it("runs frames over one connection, and closes it", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const shell = await open(home, { port: server.port, key: home.key });
    expect(await shell.run(probe("echo one; echo two >&2; exit 3"))).toMatchObject({
      exitCode: 3,
      stdout: "one\n",
      stderr: "two\n",
    });
    expect((await shell.run(probe("cat | wc -c"))).stdout.trim()).toBe("0");
    expect(shell.frames).toBe(2);
    await shell.close();
    await closed(server);
    await expect(shell.run(probe("echo no"))).rejects.toMatchObject({ name: "ConnectionError" });
    expect(server.sockets.length).toBe(1);
  });

  it("refuses to write in a read-only shell before anything is sent", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const shell = await open(home, { port: server.port, key: home.key }, { readOnly: true });
    const apply = shell.run({ kind: "apply", script: "echo no", timeoutMs: 1000 });
    await expect(apply).rejects.toBeInstanceOf(InternalError);
    await expect(shell.upload(home.key)).rejects.toBeInstanceOf(InternalError);
    expect(shell.frames).toBe(0);
  });

  it("uploads in frames where there is no sftp, to a file that others cannot read", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const shell = await open(home, { port: server.port, key: home.key });
    const local = join(home.home, "large");
    const content = Buffer.from(Array.from({ length: 2_000_000 }, (_, index) => (index * index) % 251));
    writeFileSync(local, content);
    const path = await shell.upload(local);
    onTestFinished(() => rmSync(path, { force: true }));
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

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
    const { private: encrypted } = ssh2.utils.generateKeyPairSync("ed25519", {
      passphrase: "x",
      cipher: "aes256-cbc",
      rounds: 1,
    });
    writeFileSync(join(home.home, "locked"), encrypted);
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

describe("hosts that misbehave", () => {
  it("gives up one that accepts the connection and says nothing", async () => {
    const port = await rawServer(() => {});
    await expect(open(newHome(), { port }, { handshakeTimeoutMs: 50 })).rejects.toMatchObject({
      message: `root@127.0.0.1:${port} accepted the connection, but did not finish the SSH handshake in time`,
    });
  });

  it("gives up one that is not SSH, or hangs up", async () => {
    const http = await rawServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await expect(open(newHome(), { port: http })).rejects.toMatchObject({ name: "ConnectionError" });
    const rude = await rawServer((socket) => socket.resetAndDestroy());
    await expect(open(newHome(), { port: rude })).rejects.toMatchObject({
      message: `root@127.0.0.1:${rude} cut the connection`,
    });
  });

  it("names one on which nothing listens", async () => {
    const server = await sshServer();
    await server.close();
    await expect(open(newHome(), { port: server.port })).rejects.toMatchObject({
      message: `root@127.0.0.1:${server.port} refused the connection`,
    });
  });

  it("fails the frame when the connection is reset in the middle of it", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const shell = await open(home, { port: server.port, key: home.key });
    const { line, result } = begun(shell, "echo begun; sleep 2");
    await line;
    server.sockets[0]?.resetAndDestroy();
    await expect(result).rejects.toMatchObject({
      name: "ConnectionError",
      message: "connection to web1 lost while a script was running: read ECONNRESET",
    });
    await shell.close();
  });

  it("notices a link that swallows everything", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const times = { keepaliveIntervalMs: 40, keepaliveCountMax: 2 };
    const shell = await open(home, { port: server.port, key: home.key }, times);
    const { line, result } = begun(shell, "echo begun; sleep 2");
    await line;
    server.sockets[0]?.pause();
    await expect(result).rejects.toMatchObject({
      message: expect.stringContaining("lost while a script was running: no answer"),
    });
  });

  it("keeps a link that is silent but alive", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const times = { keepaliveIntervalMs: 40, keepaliveCountMax: 2 };
    const shell = await open(home, { port: server.port, key: home.key }, times);
    expect((await shell.run(probe("sleep 0.5; echo done"))).stdout).toBe("done\n");
  });

  it("stops to connect when the run is aborted", async () => {
    const abort = new AbortController();
    const port = await rawServer(() => abort.abort());
    await expect(open(newHome(), { port }, { signal: abort.signal })).rejects.toMatchObject({
      name: "AbortError",
    });
  });
});

describe("jump hosts", () => {
  it("reaches several hosts over one connection to the jump host, closed with the last of them", async () => {
    const [home, gate, inner, other] = [newHome(), await sshServer(), await sshServer(), await sshServer()];
    const config = `Host gate\n HostName 127.0.0.1\n Port ${gate.port}\n IdentityFile ${home.key}\nHost web*\n ProxyJump root@gate\n`;
    const one = transport(home, { config });
    const target = { host: "127.0.0.1", user: "root", key: home.key };
    const [web1, web2] = await Promise.all([
      one.open({ ...target, name: "web1", port: inner.port }, { readOnly: true }),
      one.open({ ...target, name: "web2", port: other.port }, { readOnly: true }),
    ]);
    expect((await web1.run(probe("echo through"))).stdout).toBe("through\n");
    expect(gate.sockets.length).toBe(1);
    expect(gate.forwarded.toSorted()).toEqual([inner.port, other.port].toSorted());
    await web1.close();
    expect((await web2.run(probe("echo still"))).stdout).toBe("still\n");
    await web2.close();
    await closed(gate);
  });

  it("passes through a chain", async () => {
    const [home, outer, middle, inner] = [newHome(), await sshServer(), await sshServer(), await sshServer()];
    const hop = (server: TestServer) => `root@127.0.0.1:${server.port}`;
    const config = `IdentityFile ${home.key}\nHost web1\n ProxyJump ${hop(outer)},${hop(middle)}\n`;
    const shell = await open(home, { port: inner.port }, { config });
    expect((await shell.run(probe("echo through"))).stdout).toBe("through\n");
    expect([outer.forwarded, middle.forwarded]).toEqual([[middle.port], [inner.port]]);
    await shell.close();
    await closed(outer);
  });

  it("says which of the two refused", async () => {
    const [home, gate, down] = [newHome(), await sshServer(), await sshServer()];
    await down.close();
    const config = `IdentityFile ${home.key}\nHost web1\n ProxyJump root@127.0.0.1:${gate.port}\n`;
    await expect(open(home, { port: down.port }, { config })).rejects.toMatchObject({
      host: "web1",
      message: expect.stringContaining(`cannot be reached from its jump host root@127.0.0.1:${gate.port}`),
    });
    await gate.close();
    await expect(open(home, { port: down.port }, { config })).rejects.toMatchObject({
      host: "web1",
      message: expect.stringContaining(
        `is behind a jump host: root@127.0.0.1:${gate.port} refused the connection`,
      ),
    });
  });

  it("runs a ProxyCommand, and quotes one that fails", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const relay = join(home.home, "relay.mjs");
    writeFileSync(
      relay,
      'import net from "node:net"; const s = net.connect(+process.argv[3], process.argv[2]); process.stdin.pipe(s).pipe(process.stdout);',
    );
    chmodSync(relay, 0o755);
    const config = `ProxyCommand "${process.execPath}" ${relay} %h %p`;
    const shell = await open(home, { port: server.port, key: home.key }, { config });
    expect((await shell.run(probe("echo through"))).stdout).toBe("through\n");
    const failing = open(
      home,
      { port: server.port },
      { config: "ProxyCommand sh -c 'echo no way >&2; exit 1'" },
    );
    await expect(failing).rejects.toMatchObject({ message: expect.stringContaining("no way") });
  });
});

async function rawServer(onConnection: (socket: import("node:net").Socket) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.on("error", () => {});
    onTestFinished(() => void socket.destroy());
    onConnection(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}

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
