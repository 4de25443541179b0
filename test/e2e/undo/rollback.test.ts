import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { type LabResult, runLab } from "../../run-lab.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { makeProject, nodeOf, type Project } from "../make-project.ts";
import { treesOf } from "../trees.ts";

const changes = [
  { name: "Write", copy: { dest: "/etc/motd", content: "changed\n" } },
  { name: "Make a directory", directory: { path: "/usr/local/own/deep/er", mode: "0750" } },
  { name: "Put a file into it", copy: { dest: "/usr/local/own/deep/er/file", content: "x" } },
  { name: "Remove a tree", file: { path: "/usr/local/own/old", state: "absent" } },
  { name: "Change a mode", file: { path: "/usr/local/own/kept", mode: "0600" } },
  { name: "Link", link: { path: "/usr/local/own/link", src: "/usr/local/own/kept" } },
  { name: "Make a user", user: { name: "robert" } },
  { name: "Run a command", shell: { cmd: "echo y >/usr/local/own/made", undo: "rm -f /usr/local/own/made" } },
];
const failure = { name: "Fail", shell: "exit 9" };

describe("a rollback", () => {
  let sandbox: FreshSandbox;
  let project: Project;
  let first: SandboxHost;
  let second: SandboxHost;

  beforeAll(async () => {
    sandbox = await freshHosts(2);
    const [one, two] = sandbox.hosts;
    if (!one || !two) throw new Error("two hosts were wanted");
    [first, second] = [one, two];
    project = await makeProject(
      sandbox.hosts.map((host) => nodeOf(host)),
      sandbox.hosts,
    );
    const seed =
      "mkdir -p /usr/local/own/old/a && echo old >/usr/local/own/old/a/b && ln -s a /usr/local/own/old/l && echo kept >/usr/local/own/kept";
    await Promise.all(sandbox.hosts.map((host) => host.exec(seed)));
  });
  afterAll(async () => {
    await project.remove();
    await sandbox.remove();
  });

  const lab = (...args: string[]): Promise<LabResult> =>
    runLab(args, { HOME: project.home, SSH_AUTH_SOCK: "" }, project.folder);
  const inventory = () => ["-i", `${project.folder}/clusters.json`];
  const look = treesOf;

  it("puts every host back, byte for byte, and does so only once", async () => {
    const before = await look(first);
    const played = await lab("play", ...(await project.play(changes)), "-o", "plain");
    expect(played.exitCode, played.stdout + played.stderr).toBe(0);
    expect(await look(first)).not.toEqual(before);
    const back = await lab("rollback", ...inventory(), "-o", "plain");
    expect(back.exitCode, back.stdout).toBe(0);
    // The directory is two changes: its parent was not there either.
    expect(back.stdout.match(/taken back: /g)).toHaveLength(2 * (changes.length + 1));
    expect(await look(first)).toEqual(before);
    const again = await lab("rollback", ...inventory(), "-o", "plain");
    expect(again.exitCode).toBe(0);
    expect(again.stdout).toContain("nothing changed on 2 hosts");
  });

  it("of a part of the hosts leaves the others as they are", async () => {
    const before = [await look(first), await look(second)];
    await lab("play", ...(await project.play(changes)));
    const { exitCode } = await lab("rollback", ...inventory(), "--limit", second.name);
    expect(exitCode).toBe(0);
    expect(await look(second)).toEqual(before[1]);
    expect(await look(first)).not.toEqual(before[0]);
    await lab("rollback", ...inventory());
    expect(await look(first)).toEqual(before[0]);
  });

  it("leaves alone what somebody else has changed since, says where the copy is, and fails", async () => {
    await lab("play", ...(await project.play(changes.slice(0, 3))));
    await first.exec("echo by hand >>/etc/motd");
    const back = await lab("rollback", ...inventory(), "-o", "plain");
    expect(back.exitCode).toBe(3);
    expect(back.stdout).toMatch(
      new RegExp(
        `\\[${first.name}\\] left alone: writing /etc/motd\\n  it was changed since\\n  what stood there before is in /var/lib/lab/backups/.*/content`,
      ),
    );
    expect((await first.exec("cat /etc/motd; ls /usr/local/own/deep 2>&1 || :")).stdout).toMatch(
      /^changed\nby hand\n.*No such/,
    );
    await first.exec("cp -a $(ls -d /var/lib/lab/backups/*/000*/content | tail -n 1) /etc/motd");
  });

  it("of a host that fails takes back the run there, and nowhere else", async () => {
    const before = [await look(first), await look(second)];
    const tasks = [...changes, { ...failure, when: `inventory_hostname == "${first.name}"` }];
    const args = await project.play(tasks);
    const { exitCode, stdout } = await lab("play", ...args, "--rollback-on-failure", "-o", "plain");
    expect(exitCode).toBe(3);
    expect(stdout).toContain(`[${first.name}] taken back: removing /usr/local/own/old`);
    expect(await look(first)).toEqual(before[0]);
    expect(await look(second)).not.toEqual(before[1]);
    await lab("rollback", ...inventory(), "--limit", second.name);
    expect(await look(second)).toEqual(before[1]);
  });

  it("of a block happens before its rescue", async () => {
    const seen = "/usr/local/own/seen-by-rescue";
    const block = {
      rollback: true,
      block: [...changes, failure],
      rescue: [{ name: "Look", shell: `cat /etc/motd >${seen}; ls /usr/local/own >>${seen}` }],
    };
    const before = (await first.exec("cat /etc/motd; ls /usr/local/own")).stdout;
    const { exitCode } = await lab("play", ...(await project.play([block])), "--limit", first.name);
    expect(exitCode).toBe(0);
    expect((await first.exec(`cat ${seen}; rm ${seen}`)).stdout).toBe(
      before.replace("old\n", "old\nseen-by-rescue\n"),
    );
  });

  it("works at the console of the host, without lab", async () => {
    const before = await look(first);
    await lab("play", ...(await project.play(changes)), "--limit", first.name);
    const [id = ""] = /\d{8}-\d{6}-[0-9a-f]{6}/.exec((await lab("runs")).stdout) ?? [];
    await first.exec(`sh /var/lib/lab/backups/${id}/undo`);
    expect(await look(first)).toEqual(before);
  });

  it("has nothing to go by for a run that changed nothing, and says which runs there are", async () => {
    const wrong = await lab("rollback", "20300101-000000-00000", ...inventory());
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stderr).toMatch(/there is no run "20300101-000000-00000"/);
    const none = await lab("rollback", "20300101-000000-000000", ...inventory());
    expect(none.exitCode).toBe(0);
  });
});
