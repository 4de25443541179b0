import { createHash } from "node:crypto";
import { readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { InternalError } from "../../../src/errors.ts";
import { sshServer } from "./ssh-server.ts";
import { begun, closed, newHome, open, probe } from "./test-transport.ts";

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
    await expect(shell.upload({ localPath: home.key, sha256: "" })).rejects.toBeInstanceOf(InternalError);
    expect(shell.frames).toBe(0);
  });

  it("uploads in frames where there is no sftp, to a file that others cannot read", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const shell = await open(home, { port: server.port, key: home.key });
    const local = join(home.home, "large");
    const content = Buffer.from(Array.from({ length: 2_000_000 }, (_, index) => (index * index) % 251));
    writeFileSync(local, content);
    const sha256 = createHash("sha256").update(content).digest("hex");
    const path = await shell.upload({ localPath: local, sha256 });
    onTestFinished(() => rmSync(path, { force: true }));
    expect(readFileSync(path).equals(content)).toBe(true);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it("sends nothing of a file that is not the one that was meant, and names both sums", async () => {
    const [home, server] = [newHome(), await sshServer()];
    const shell = await open(home, { port: server.port, key: home.key });
    const localPath = join(home.home, "other");
    writeFileSync(localPath, "other");
    const has = createHash("sha256").update("other").digest("hex");
    const message = `${localPath} is not what was to be sent: sha256 ${has}, and not ${"0".repeat(64)}`;
    const upload = shell.upload({ localPath, sha256: "0".repeat(64) });
    await expect(upload).rejects.toMatchObject({ name: "CommandError", message });
    expect(shell.frames).toBe(0);
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

async function rawServer(onConnection: (socket: Socket) => void): Promise<number> {
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
