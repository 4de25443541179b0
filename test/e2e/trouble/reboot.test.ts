import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { findContainerEngine } from "../../../src/sandbox/container-engine.ts";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { makeProject, nodeOf, type Project, projectOn } from "../make-project.ts";
import { type EndedPlay, startPlay } from "../start-play.ts";

/** A host that goes down for good. */
async function stayDown(host: SandboxHost | undefined): Promise<void> {
  const engine = await findContainerEngine();
  const container = engine?.container.dockerode.getContainer(host?.containerId ?? "");
  await container?.update({ RestartPolicy: { Name: "no" } });
}

const refuse = `cat >/usr/local/sbin/shutdown <<'END'
#!/bin/sh
echo "Operation inhibited by backup" >&2
exit 1
END
chmod +x /usr/local/sbin/shutdown`;

const tasks = [
  { name: "Leave a trace", copy: { dest: "/run/lab-trace", content: "here\n" } },
  {
    name: "Reboot",
    reboot: { test_command: "test -e /etc/hostname", reboot_timeout: 120 },
    when: "inventory_hostname != 'unready' && inventory_hostname != 'gone'",
    register: "done",
  },
  {
    name: "Reboot and fail the test",
    reboot: { test_command: "echo no database >&2; false", reboot_timeout: 12 },
    when: "inventory_hostname == 'unready'",
  },
  {
    name: "Reboot and stay down",
    reboot: { reboot_timeout: 8 },
    when: "inventory_hostname == 'gone'",
  },
  { name: "Look for the trace", stat: "/run/lab-trace", register: "trace" },
  { name: "Say", debug: { msg: "{{ done.rebooted }} {{ trace.stat.exists }}" } },
  { name: "Write again", copy: { dest: "/run/lab-trace", content: "here again\n" } },
];

describe("hosts that reboot in the middle of a play", () => {
  const back = ["one", "two"];
  let fresh: FreshSandbox;
  let project: Project;
  let play: EndedPlay;

  beforeAll(async () => {
    fresh = await freshHosts(5);
    const names = [...back, "refusing", "unready", "gone"];
    const nodes = fresh.hosts.map((host, index) => nodeOf(host, names[index]));
    project = await makeProject(nodes, fresh.hosts);
    await fresh.hosts[2]?.exec(refuse);
    await stayDown(fresh.hosts[4]);
    play = await startPlay(await project.play(tasks), project.home).ended;
  });
  afterAll(async () => {
    await project.remove();
    await fresh.remove();
  });

  const outcomes = (host: string) =>
    play.events.flatMap((event) =>
      event.kind === "task-end" && event.host === host ? [`${event.task}: ${event.outcome}`] : [],
    );

  it.each(back)("%s: comes back where it was, and the play goes on with what it is then", async (host) => {
    expect(play.recap.get(host)).toMatchObject({ changed: 3, failed: 0, unreachable: 0, failure: null });
    const said = play.events.find(
      (event) => event.kind === "task-end" && event.host === host && event.task === "Say",
    );
    expect(said).toMatchObject({ message: "true false" });
    const content = await fresh.hosts[back.indexOf(host)]?.exec("cat /run/lab-trace");
    expect(content?.stdout).toBe("here again\n");
  });

  it("tells when a host is gone, and when it is back", () => {
    const lines = play.events.flatMap((event) =>
      event.kind === "output" && event.host === "one" ? [event.line] : [],
    );
    expect(lines).toEqual(["the host is gone; waiting for it to come back", "the host is back"]);
  });

  it("fails where the host refuses, with what it said", () => {
    expect(play.recap.get("refusing")).toMatchObject({ failed: 1, unreachable: 0 });
    const message = "the host would not reboot: Operation inhibited by backup";
    expect(play.recap.get("refusing")?.failure).toMatchObject({ kind: "failed", task: "Reboot", message });
  });

  it("fails where the host is back but does not get ready, with what is missing", () => {
    const message = "the host has rebooted, but is not ready within 12 s: no database";
    expect(play.recap.get("unready")).toMatchObject({ failed: 1, failure: { kind: "failed", message } });
  });

  it("calls a host unreachable that does not come back, with the next step", () => {
    expect(play.recap.get("gone")).toMatchObject({ failed: 0, unreachable: 1 });
    expect(play.recap.get("gone")?.failure).toMatchObject({
      kind: "unreachable",
      task: "Reboot and stay down",
      message: expect.stringMatching(/^gone did not come back within 8 s of its reboot: lab@[\d.]+ /),
      hint: "look at its console; where it only needs longer, raise reboot_timeout",
    });
    expect(outcomes("gone")).toEqual([
      "Leave a trace: changed",
      "Reboot: skipped",
      "Reboot and fail the test: skipped",
    ]);
  });
});

describe("a reboot that is done only where it is needed", () => {
  let fresh: FreshSandbox;
  let project: Project;
  const run = async (...flags: string[]): Promise<EndedPlay> => {
    const args = await project.play([{ name: "Reboot", reboot: { when_needed: true } }]);
    return startPlay([...args, ...flags], project.home).ended;
  };

  beforeAll(async () => {
    fresh = await freshHosts(1);
    project = await projectOn(fresh.hosts);
  });
  afterAll(async () => {
    await project.remove();
    await fresh.remove();
  });

  it("is announced, done once, and then not needed", async () => {
    expect((await run()).recap.get("cp1")).toMatchObject({ ok: 1, changed: 0 });
    await fresh.hosts[0]?.exec("touch /run/reboot-required");
    expect((await run("--check")).recap.get("cp1")).toMatchObject({ changed: 1 });
    expect((await run()).recap.get("cp1")).toMatchObject({ changed: 1, failed: 0 });
    expect((await run()).recap.get("cp1")).toMatchObject({ ok: 1, changed: 0 });
  });
});
