import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { InternalError } from "../../src/errors.ts";
import { generateKeyPair } from "../../src/sandbox/key-pair.ts";
import { sshTransport } from "../../src/transport/ssh-transport.ts";
import { sharedHost } from "./hosts.ts";
import { makeProject, nodeOf, type Project } from "./make-project.ts";
import { startPlay } from "./start-play.ts";

const [changed, same] = [sharedHost("worker1"), sharedHost("cp1")];
const write = [{ name: "Write", shell: "touch /tmp/lab-trusted" }];

describe("a host whose key is not the pinned one", () => {
  let project: Project;
  beforeAll(async () => {
    project = await makeProject([nodeOf(changed), nodeOf(same)], [same]);
    await writeFile(project.knownHosts, await otherKeyFor(project.knownHosts));
    await Promise.all([changed, same].map((host) => host.exec("rm -f /tmp/lab-trusted")));
  });
  afterAll(() => project.remove());

  /** The pins, with another key for the changed host. */
  async function otherKeyFor(file: string): Promise<string> {
    const lines = (await readFile(file, "utf8")).split("\n");
    const other = generateKeyPair("other").publicKey;
    return lines
      .map((line) => (line.startsWith(`${changed.address},`) ? `${line.split(" ")[0]} ${other}` : line))
      .join("\n");
  }

  it("is refused with both fingerprints, and the command of the hint cures it", async () => {
    const args = await project.play(write);
    const refused = await startPlay(args, project.home).ended;
    expect(refused.exitCode).toBe(4);
    expect(refused.recap.get(same.name)).toMatchObject({ changed: 1, failure: null });
    const failure = refused.recap.get(changed.name)?.failure;
    expect(failure?.message).toMatch(
      /^the host key of lab@[\d.]+ changed: pinned ssh-ed25519 SHA256:[\w+/]{43}; now ssh-ed25519 SHA256:[\w+/]{43}$/,
    );
    const shown = await changed.exec("ssh-keygen -l -f /etc/ssh/ssh_host_ed25519_key.pub");
    expect(failure?.message).toContain(`now ssh-ed25519 ${shown.stdout.split(" ")[1]}`);
    expect((await changed.exec("ls /tmp/lab-trusted")).exitCode).not.toBe(0);

    const command = /forget its old key: (ssh-keygen .*)$/.exec(failure?.hint ?? "")?.[1];
    await promisify(execFile)("/bin/sh", ["-c", command ?? "false"]);
    const cured = await startPlay(args, project.home).ended;
    expect(cured.exitCode).toBe(0);
    expect(cured.recap.get(changed.name)).toMatchObject({ changed: 1, failure: null });
    const pinnedAgain = await startPlay(args, project.home).ended;
    expect(pinnedAgain.exitCode).toBe(0);
  });
});

describe("check mode", () => {
  it("runs no command, and announces it", async () => {
    await same.exec("rm -f /tmp/lab-checked");
    const project = await makeProject([nodeOf(same)], [same]);
    const tasks = [{ name: "Touch", shell: "touch /tmp/lab-checked" }];
    const play = await startPlay([...(await project.play(tasks)), "--check"], project.home).ended;
    await project.remove();
    expect(play.recap.get(same.name)).toMatchObject({ changed: 1, failed: 0 });
    expect((await same.exec("ls /tmp/lab-checked")).exitCode).not.toBe(0);
  });

  it("is enforced by the connection: a read-only shell refuses to apply and to upload", async () => {
    const shell = await sshTransport().open(
      {
        ...{ name: same.name, host: same.address, user: same.user },
        ...{ key: same.keyPath, knownHosts: same.knownHostsPath },
      },
      { readOnly: true },
    );
    const order = { kind: "apply", script: "touch /tmp/lab-checked", timeoutMs: 5000 } as const;
    await expect(shell.run(order)).rejects.toBeInstanceOf(InternalError);
    await expect(shell.upload({ localPath: same.keyPath, sha256: "" })).rejects.toBeInstanceOf(InternalError);
    expect((await shell.run({ ...order, kind: "probe", script: "id -u" })).stdout).toBe("0\n");
    await shell.close();
    expect((await same.exec("ls /tmp/lab-checked")).exitCode).not.toBe(0);
  });
});
