import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLab } from "../../run-lab.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { makeProject, type Project, projectOn } from "../make-project.ts";
import { type EndedPlay, startPlay } from "../start-play.ts";

const users = ["with-fish", "with-tty", "with-command"];

/** Users whose login shell, sudo or sshd has ideas of its own; sshd and the terminal greet everybody. */
const makeUsers = `apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends fish
for user in ${users.join(" ")}; do
  useradd --create-home --shell /bin/bash "$user"
  install -d -m 700 -o "$user" -g "$user" "/home/$user/.ssh"
  install -m 600 -o "$user" -g "$user" /home/lab/.ssh/authorized_keys "/home/$user/.ssh/authorized_keys"
  echo "$user ALL=(ALL:ALL) NOPASSWD: ALL" >>/etc/sudoers.d/users
done
chsh -s /usr/bin/fish with-fish
echo 'echo fish says hello' >/etc/fish/config.fish
echo 'Defaults:with-tty requiretty' >>/etc/sudoers.d/users
printf 'Authorized use only\\n\\033[31mReally\\n' >/etc/issue.net
sed -i '1i Banner /etc/issue.net' /etc/ssh/sshd_config
printf 'Match User with-command\\n  ForceCommand echo only backups here\\n' >>/etc/ssh/sshd_config
systemctl restart ssh`;

describe("logins that are not as usual", () => {
  let fresh: FreshSandbox;
  let project: Project;
  let play: EndedPlay;

  beforeAll(async () => {
    fresh = await freshHosts(1);
    const [host] = fresh.hosts;
    if (!host) throw new Error("no host");
    await host.exec(makeUsers);
    const nodes = users.map((user) => ({ name: user, user, key: host.keyPath }));
    const aliases = users.map((user) => `Host ${user}\n  HostName ${host.address}\n`).join("");
    project = await makeProject(nodes, fresh.hosts, aliases);
    const dest = '/srv/it\'s a "file" for $HOME; `id` \\ ü';
    const tasks = [{ name: "Write", copy: { dest, content: "hello\n" } }];
    play = await startPlay(await project.play(tasks), project.home).ended;
  });
  afterAll(async () => {
    await project.remove();
    await fresh.remove();
  });

  it("a login shell that is fish, and greets, and a banner of sshd do not matter", async () => {
    expect(play.recap.get("with-fish")).toMatchObject({ changed: 1, failure: null });
    const written = await fresh.hosts[0]?.exec("cat /srv/*");
    expect(written?.stdout).toBe("hello\n");
  });

  it.each([
    [
      "with-tty",
      /^sudo wants a terminal for with-tty@[\d.]+ \(requiretty\)$/,
      /^write "Defaults:with-tty !requiretty" into/,
    ],
    ["with-command", /^with-command@[\d.]+ got no root shell: only backups here$/, /ForceCommand/],
  ])("%s: says why there is no root shell, and what to do", (user, message, hint) => {
    const recap = play.recap.get(user);
    expect(recap).toMatchObject({ unreachable: 1, failed: 0, failure: { kind: "unreachable" } });
    expect(recap?.failure?.message).toMatch(message);
    expect(recap?.failure?.hint).toMatch(hint);
  });
});

describe("output without end", () => {
  let fresh: FreshSandbox;
  let project: Project;

  beforeAll(async () => {
    fresh = await freshHosts(1);
    project = await projectOn(fresh.hosts);
  });
  afterAll(async () => {
    await project.remove();
    await fresh.remove();
  });

  it.each([
    [
      "100 MB of lines",
      `yes 'a line of text, again and again: 0123456789' | head -c 100000000; echo the end`,
    ],
    ["100 MB of one line", "head -c 100000000 /dev/zero | tr '\\0' ' '; echo the end"],
    ["30 MB of bytes that are no text", "head -c 30000000 /dev/urandom; echo; echo the end"],
  ])("%s take bounded memory, and their end is kept", async (_what, cmd) => {
    const args = await project.play([
      { name: "Talk", shell: cmd, register: "said" },
      {
        name: "Compare",
        assert: { that: ['said.stdout.endsWith("the end")', "size(said.stdout) < 2000000"] },
      },
    ]);
    const peakFile = join(project.folder, "peak");
    const { exitCode, stderr } = await runLab(["play", ...args, "--output", "plain"], {
      HOME: project.home,
      SSH_AUTH_SOCK: "",
      PEAK_FILE: peakFile,
      NODE_OPTIONS: `--import=${join(import.meta.dirname, "peak-memory.mjs")}`,
    });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(Number(await readFile(peakFile, "utf8")) / 1024).toBeLessThan(500);
  });
});
