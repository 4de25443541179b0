import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { sshServer, type TestServer } from "./ssh-server.ts";
import { closed, newHome, open, probe, transport } from "./test-transport.ts";

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

  it("names the hop of a chain that cannot be reached", async () => {
    const [home, outer, middle] = [newHome(), await sshServer(), await sshServer()];
    await middle.close();
    const hop = (server: TestServer) => `root@127.0.0.1:${server.port}`;
    const config = `IdentityFile ${home.key}\nHost web1\n ProxyJump ${hop(outer)},${hop(middle)}\n`;
    await expect(open(home, { port: 1 }, { config })).rejects.toMatchObject({
      host: "web1",
      message: expect.stringContaining(`${hop(middle)} cannot be reached from its jump host ${hop(outer)}`),
    });
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
