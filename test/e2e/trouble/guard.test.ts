import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../../src/engine/event.ts";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { makeProject, nodeOf, type Project } from "../make-project.ts";
import { type EndedPlay, startPlay } from "../start-play.ts";

const seconds = 6;

describe("a guarded change", () => {
  let sandbox: FreshSandbox;
  let project: Project;
  let victim: SandboxHost;
  let other: SandboxHost;

  beforeAll(async () => {
    sandbox = await freshHosts(2);
    const [one, two] = sandbox.hosts;
    if (!one || !two) throw new Error("two hosts were wanted");
    [victim, other] = [one, two];
    project = await makeProject(
      sandbox.hosts.map((host) => nodeOf(host)),
      sandbox.hosts,
    );
  });
  afterAll(async () => {
    await project.remove();
    await sandbox.remove();
  });

  async function play(...tasks: object[]): Promise<EndedPlay> {
    return startPlay(await project.play(tasks), project.home, project.folder).ended;
  }
  const onVictim = () => `inventory_hostname == "${victim.name}"`;
  const ends = ({ events }: EndedPlay, host: SandboxHost) =>
    events.filter(
      (event): event is RunEvent & { kind: "task-end" } =>
        event.kind === "task-end" && event.host === host.name,
    );

  it("that cuts nothing is confirmed over a new connection, and its output is there", async () => {
    const harmless = {
      name: "Harmless",
      guarded: seconds,
      shell: { cmd: "echo said; touch /etc/fine", undo: "rm -f /etc/fine" },
    };
    const played = await play(
      { ...harmless, register: "result" },
      { name: "Use", assert: { that: ['result.stdout == "said"'] } },
    );
    expect(played.exitCode, played.stderr).toBe(0);
    await victim.exec("test -e /etc/fine");
    // Nothing is left that could still take it back.
    const left = await victim.exec("ls /run/lab/kept/*/guard-*");
    expect(left.stdout).toMatch(/confirmed/);
    expect(left.stdout).not.toMatch(/armed/);
  });

  const cuts = {
    "the network": { cmd: "ip link set eth0 down", undo: "ip link set eth0 up" },
    sshd: { cmd: "systemctl stop ssh", undo: "systemctl start ssh" },
  };

  it.each(Object.entries(cuts))(
    "that cuts off %s is taken back by the host; the others are done",
    async (_, cut) => {
      await victim.exec("rm -f /etc/after");
      await other.exec("rm -f /etc/after");
      const played = await play(
        { name: "Cut", guarded: seconds, when: onVictim(), shell: cut },
        { name: "After", copy: { dest: "/etc/after", content: "x\n" } },
      );
      expect(played.exitCode, played.stderr).toBe(3);
      const [cutEnd] = ends(played, victim);
      expect(cutEnd?.failure).toMatchObject({ kind: "reverted", task: "Cut" });
      expect(cutEnd?.failure?.message).toMatch(
        /no new connection within 6 s, so the host took the change back/,
      );
      expect(ends(played, other).map(({ task, outcome }) => `${task} ${outcome}`)).toContain("After changed");
      const reached = await play({ name: "Reach", ping: {} });
      expect(reached.exitCode).toBe(0);
      await expect(victim.exec("test ! -e /etc/after")).resolves.toBeDefined();
    },
  );

  it("that fails is taken back at once, with the file before it", async () => {
    const played = await play({
      name: "Fails",
      guarded: true,
      shell: { cmd: "echo half >/etc/half; exit 4", undo: "rm -f /etc/half" },
    });
    expect(played.exitCode).toBe(3);
    const [end] = ends(played, victim);
    expect(end?.failure).toMatchObject({
      kind: "failed",
      message: expect.stringMatching(/exit code 4, so all of it was taken back/),
    });
    await victim.exec("test ! -e /etc/half");
  });

  it("without a way back is refused before the first connection", async () => {
    const played = await play({ name: "No way", guarded: true, shell: "true" });
    expect(played.exitCode).toBe(1);
    expect(played.stderr).toMatch(
      /play\.yaml:1:\d+: error: "guarded" holds here, and the shell has no "undo"/,
    );
  });
});
