import { once } from "node:events";
import { createServer } from "node:net";
import { text } from "node:stream/consumers";
import { describe, expect, it, onTestFinished } from "vitest";
import { ConnectionError } from "../../../src/errors.ts";
import { explainTunnel } from "../../../src/transport/explain-tunnel.ts";
import { sshServer } from "./ssh-server.ts";
import { newHome, transport } from "./test-transport.ts";

async function openShell(signal?: AbortSignal) {
  const [home, server] = [newHome(), await sshServer()];
  const target = { name: "web1", host: "127.0.0.1", user: "root", port: server.port, key: home.key };
  const shell = await transport(home).open(target, { readOnly: true, ...(signal && { signal }) });
  onTestFinished(() => shell.close());
  return { shell, server };
}

describe("a stream through a host", () => {
  it("leads to a port as the host sees it, beside the frames of the shell", async () => {
    const { shell, server } = await openShell();
    const greeter = createServer((socket) => socket.end("hello")).listen(0, "127.0.0.1");
    await once(greeter, "listening");
    onTestFinished(() => void greeter.close());
    const address = greeter.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const stream = await shell.connect("127.0.0.1", port);
    expect(await text(stream)).toBe("hello");
    expect(server.forwarded).toEqual([port]);
    expect((await shell.run({ kind: "probe", script: "echo on", timeoutMs: 5000 })).stdout).toBe("on\n");
  });

  it("is refused with its reason, and the shell goes on", async () => {
    const { shell } = await openShell();
    await expect(shell.connect("127.0.0.1", 1)).rejects.toBeInstanceOf(ConnectionError);
    expect((await shell.run({ kind: "probe", script: "echo on", timeoutMs: 5000 })).stdout).toBe("on\n");
  });

  it("is not opened once nobody wants it", async () => {
    const { shell, server } = await openShell();
    await expect(shell.connect("127.0.0.1", 1, AbortSignal.abort(new Error("late")))).rejects.toThrow("late");
    expect(server.forwarded).toEqual([]);
  });

  it.each([
    [
      Object.assign(new Error("(SSH) Channel open failure: open failed"), { reason: 1 }),
      "sshd of web1 does not forward connections",
    ],
    [
      Object.assign(new Error("(SSH) Channel open failure: Connection refused"), { reason: 2 }),
      "nothing answers at 127.0.0.1:6443 of web1",
    ],
    [new Error("odd"), "web1 could not connect to its 127.0.0.1:6443: odd"],
  ])("says why there is none: %s", (error, message) => {
    expect(explainTunnel("web1", "127.0.0.1:6443", error).message).toBe(message);
  });
});
