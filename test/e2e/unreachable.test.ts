import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { generateKeyPair } from "../../src/sandbox/key-pair.ts";
import type { SandboxHost } from "../../src/sandbox/sandbox-host.ts";
import { runLab } from "../run-lab.ts";
import { type FreshSandbox, freshHosts, sharedHost } from "./hosts.ts";
import { type Listener, listen } from "./listen.ts";
import { makeProject, nodeOf, type Project, type ProjectNode } from "./make-project.ts";
import { type EndedPlay, startPlay } from "./start-play.ts";

/** Logs in with the key of user lab, and has another login shell or start-up file. */
const oddUsers = ["no-shell", "no-login", "chatty", "expired"];
const makeOddUsers = `for user in ${oddUsers.join(" ")}; do
  useradd --create-home --shell /bin/bash "$user"
  install -d -m 700 -o "$user" -g "$user" "/home/$user/.ssh"
  install -m 600 -o "$user" -g "$user" /home/lab/.ssh/authorized_keys "/home/$user/.ssh/authorized_keys"
  echo "$user ALL=(ALL:ALL) NOPASSWD: ALL" >>/etc/sudoers.d/odd-users
done
chage --expiredate 0 expired
chsh -s /bin/false no-shell
chsh -s /usr/sbin/nologin no-login
cat >/home/chatty/.bashrc <<'END'
seq 20000; seq 20000 >&2; printf 'Welcome, no newline'
END`;

/** Each bad host, with what its user is told: the cause, and the next step. */
const told: readonly (readonly [host: string, message: RegExp, hint: RegExp])[] = [
  ["closed-port", /^root@127\.0\.0\.1:\d+ refused the connection$/, /sshd runs .* listens on port \d+$/],
  ["no-such-name", /the name "no-such-name\.invalid" is not known$/, /correct the name, or give the address/],
  ["black-hole", /^lab@[\d.]+ did not answer$/, /host is up.*firewall/],
  ["frozen", /^lab@[\d.]+ accepted the connection, but did not finish the SSH handshake/, /not overloaded$/],
  ["silent-port", /127\.0\.0\.1:\d+ accepted the connection, but did not finish/, /it is sshd that listens/],
  ["hanging-up", /127\.0\.0\.1:\d+ cut the connection/, /it is sshd that listens/],
  ["web-server", /127\.0\.0\.1:\d+ cut .*; it said: HTTP\/1\.1 400 Bad Request$/, /it is sshd that listens/],
  ["other-key", /^lab@[\d.]+ refused: key .*other_key/, /ssh-copy-id lab@[\d.]+/],
  ["no-key", /^lab@[\d.]+ refused: there was no key, agent or password to try/, /ssh-copy-id lab@/],
  ["login-wrong", /^admin@[\d.]+ refused: .*password/, /check the password and the user name "admin"/],
  ["sudo-wrong", /^sudo refused the password of admin@/, /-K \(--ask-become-pass\) or as `become_password`/],
  ["sudo-none", /^sudo asks admin@[\d.]+ for a password, and none is known/, /-K .*become_password/],
  ["no-shell", /^no-shell@[\d.]+ .*no root shell/, /ssh ssh:\/\/no-shell@[\d.]+ id$/],
  ["expired", /^expired@[\d.]+ closed the connection during the login$/, /account may be expired/],
  ["no-login", /^no-login@[\d.]+ may not run commands: its login shell refuses/, /usermod --shell/],
];
const healthy = ["cp1", "worker1", "sudo-right", "chatty"];

interface Machines {
  readonly blackHole: SandboxHost;
  readonly frozen: SandboxHost;
  readonly odd: SandboxHost;
  /** Ports of loopback. */
  readonly closed: number;
  readonly silent: number;
  readonly hangingUp: number;
  readonly webServer: number;
}

const admin = sharedHost("worker2");
const locked = sharedHost("worker3");

function nodesOf({ blackHole, frozen, odd, ...ports }: Machines): readonly ProjectNode[] {
  const local = { host: "127.0.0.1", user: "root" };
  return [
    nodeOf(sharedHost("cp1")),
    nodeOf(sharedHost("worker1")),
    { name: "closed-port", ...local, port: ports.closed },
    { name: "no-such-name", host: "no-such-name.invalid", user: "root" },
    nodeOf(blackHole, "black-hole"),
    nodeOf(frozen, "frozen"),
    { name: "silent-port", ...local, port: ports.silent },
    { name: "hanging-up", ...local, port: ports.hangingUp },
    { name: "web-server", ...local, port: ports.webServer },
    { name: "other-key", user: "lab", key: "other_key" },
    { name: "no-key", user: "lab" },
    { name: "login-wrong", user: "admin", password: "not this one" },
    { name: "sudo-right", user: "admin", password: admin.adminPassword },
    { name: "sudo-wrong", user: "admin", key: admin.keyPath, become_password: "not this one" },
    { name: "sudo-none", user: "admin", key: admin.keyPath },
    ...oddUsers.map((name) => ({ name, user: name, key: odd.keyPath })),
  ];
}

/** Names of ssh_config, because an inventory has each address only once. */
function aliases(odd: SandboxHost): string {
  const alias = (host: SandboxHost) => (name: string) => `Host ${name}\n  HostName ${host.address}\n`;
  return [
    ...["sudo-right", "sudo-wrong", "sudo-none", "login-wrong"].map(alias(admin)),
    ...["other-key", "no-key"].map(alias(locked)),
    ...oddUsers.map(alias(odd)),
  ].join("");
}

describe("hosts that cannot be reached, beside hosts that can", () => {
  let fresh: FreshSandbox;
  let project: Project;
  let listeners: Listener[];
  let args: string[];
  let play: EndedPlay;

  beforeAll(async () => {
    fresh = await freshHosts(3);
    const [blackHole, frozen, odd] = fresh.hosts;
    if (!blackHole || !frozen || !odd) throw new Error("too few hosts");
    // Its answers have no way back.
    await blackHole.exec("ip route flush table main; ip route add blackhole default");
    await frozen.pause();
    await odd.exec(makeOddUsers);
    const free = await listen(() => {});
    const silent = await listen(() => {});
    const hangingUp = await listen((socket) => socket.end());
    const webServer = await listen((socket) =>
      socket.once("data", () => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")),
    );
    listeners = [silent, hangingUp, webServer];
    free.close();
    const ports = { closed: free.port, silent: silent.port };
    const machines = {
      blackHole,
      frozen,
      odd,
      ...ports,
      hangingUp: hangingUp.port,
      webServer: webServer.port,
    };
    project = await makeProject(nodesOf(machines), [...fresh.hosts, admin], aliases(odd));
    await writeFile(join(project.folder, "other_key"), generateKeyPair("other").privateKey, { mode: 0o600 });
    args = await project.play([
      { name: "Write", copy: { dest: "/tmp/lab-reached", content: "{{inventory_hostname}}\n" } },
    ]);
    play = await startPlay(args, project.home).ended;
  });

  afterAll(async () => {
    for (const listener of listeners) listener.close();
    await fresh.hosts[1]?.unpause();
    await project.remove();
    await fresh.remove();
  });

  it.each(told)("%s: says why and what to do", (host, message, hint) => {
    const recap = play.recap.get(host);
    expect(recap).toMatchObject({ unreachable: 1, failed: 0, changed: 0, failure: { kind: "unreachable" } });
    expect(recap?.failure?.message).toMatch(message);
    expect(recap?.failure?.hint).toMatch(hint);
  });

  it.each(healthy)("%s: is brought to its state", (host) => {
    expect(play.recap.get(host)).toMatchObject({ unreachable: 0, failed: 0, changed: 1, failure: null });
  });

  it("ends with the exit code of unreachable hosts", () => {
    expect({ exitCode: play.exitCode, stderr: play.stderr }).toEqual({ exitCode: 4, stderr: "" });
  });

  it("names each host once as unreachable in plain output, with cause and next step", async () => {
    const { exitCode, stdout } = await runLab(["play", ...args, "--output", "plain"], {
      HOME: project.home,
      SSH_AUTH_SOCK: "",
    });
    expect(exitCode).toBe(4);
    const [log = "", recap = ""] = stdout.split(/\n\n(?=cp1 +:)/);
    for (const [host, message, hint] of told) {
      const [, first = "", second = ""] =
        new RegExp(`^\\[${host}\\] unreachable\\n  (.+)\\n  next: (.+)$`, "m").exec(log) ?? [];
      expect(first).toMatch(message);
      expect(second).toMatch(hint);
      expect(recap).toMatch(new RegExp(`^${host} +: .*unreachable=1`, "m"));
      expect(recap).toContain(`unreachable, on ${host}\n  ${first}\n  next: ${second}\n`);
    }
    expect(recap).toContain(`${told.length} hosts unreachable`);
  });
});
