import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/engine/event.ts";
import { findContainerEngine } from "../../src/sandbox/container-engine.ts";
import type { SandboxHost } from "../../src/sandbox/sandbox-host.ts";
import { eventually } from "./eventually.ts";
import { type FreshSandbox, freshHosts, sharedHost } from "./hosts.ts";
import { makeProject, nodeOf, type Project } from "./make-project.ts";
import { type EndedPlay, startPlay } from "./start-play.ts";

const release = "/tmp/lab-release";

/** A minute at most. */
const waitForRelease = `echo waiting; tries=0
until [ -e ${release} ] || [ "$tries" -ge 600 ]; do tries=$((tries + 1)); sleep 0.1; done`;

const tasks = [
  { name: "Wait for the others", shell: waitForRelease },
  { name: "Go on", copy: { dest: "/tmp/lab-went-on", content: "yes\n" } },
  { name: "Fail where asked to", command: "false", when: 'inventory_hostname == "failing"' },
];

/** Each lost host, with what its user is told. */
const told: readonly (readonly [host: string, message: RegExp])[] = [
  ["frozen", /^connection to frozen lost while a script was running: no answer for 6 s$/],
  ["cut-off", /^connection to cut-off lost while a script was running: no answer for 6 s$/],
  ["dropped", /^connection to dropped lost while a script was running/],
  ["gone", /^connection to gone lost while a script was running/],
];
const others = ["cp1", "worker1"];

/** Begins the run, and does `harm` once the task runs on every host; the others finish when all of `lost` are lost. */
async function loseDuringTask(
  project: Project,
  healthy: readonly SandboxHost[],
  lost: readonly string[],
  harm: () => Promise<unknown>,
): Promise<EndedPlay> {
  await Promise.all(healthy.map((host) => host.exec(`rm -f ${release}`)));
  const play = startPlay(await project.play(tasks), project.home);
  const hosts = [...healthy.map(({ name }) => name), ...lost];
  const isWaiting = (host: string) => (event: RunEvent) =>
    event.kind === "output" && event.host === host && event.line === "waiting";
  await Promise.all(hosts.map((host) => play.until(isWaiting(host))));
  await harm();
  const isLost = (host: string) => (event: RunEvent) =>
    event.kind === "host-unreachable" && event.host === host;
  await Promise.all(lost.map((host) => play.until(isLost(host))));
  await Promise.all(healthy.map((host) => host.exec(`touch ${release}`)));
  return play.ended;
}

describe("hosts that are lost in the middle of a task", () => {
  let fresh: FreshSandbox;
  let project: Project;
  let play: EndedPlay;

  beforeAll(async () => {
    fresh = await freshHosts(4);
    const [frozen, cutOff, dropped, gone] = fresh.hosts;
    if (!frozen || !cutOff || !dropped || !gone) throw new Error("too few hosts");
    const healthy = others.map(sharedHost);
    project = await makeProject(
      [
        ...healthy.map((host) => nodeOf(host)),
        nodeOf(frozen, "frozen"),
        nodeOf(cutOff, "cut-off"),
        nodeOf(dropped, "dropped"),
        nodeOf(gone, "gone"),
      ],
      [...fresh.hosts, ...healthy],
    );
    const engine = await findContainerEngine();
    play = await loseDuringTask(
      project,
      healthy,
      told.map(([host]) => host),
      () =>
        Promise.all([
          frozen.pause(),
          cutOff.exec("ip route flush table main; ip route add blackhole default"),
          dropped.exec("pkill -KILL -f '^sshd: lab(@notty)?$'"),
          engine?.container.getById(gone.containerId).kill(),
        ]),
    );
  });

  afterAll(async () => {
    await fresh.hosts[0]?.unpause();
    await project.remove();
    await fresh.remove();
  });

  it.each(told)("%s: is named with the cause, the task and the next step", (host, message) => {
    const recap = play.recap.get(host);
    expect(recap).toMatchObject({ unreachable: 1, failed: 0, changed: 0 });
    expect(recap?.failure).toMatchObject({ kind: "unreachable", task: "Wait for the others" });
    expect(recap?.failure?.message).toMatch(message);
    expect(recap?.failure?.hint).toBe("check that the host is up and has not rebooted, then run again");
  });

  it.each(others)("%s: finishes", async (host) => {
    expect(play.recap.get(host)).toMatchObject({ changed: 2, failure: null });
    expect((await sharedHost(host).exec("cat /tmp/lab-went-on")).stdout).toBe("yes\n");
  });

  it("ends with the exit code of unreachable hosts", () => {
    expect({ exitCode: play.exitCode, stderr: play.stderr }).toEqual({ exitCode: 4, stderr: "" });
  });

  it("ends with the exit code of failed hosts when a host failed as well", async () => {
    const [cp1, failing, dropped] = [sharedHost("cp1"), sharedHost("worker2"), fresh.hosts[2]];
    if (!dropped) throw new Error("too few hosts");
    // The script that lost its connection goes on, and with it the lock of its run.
    await dropped.exec(`touch ${release}`);
    const isFree = async () => (await dropped.exec("ls /run/lab/lock/free.*")).exitCode;
    expect(await eventually(isFree, 0)).toBe(0);
    await dropped.exec(`rm ${release}`);
    const mixed = await makeProject(
      [nodeOf(cp1), nodeOf(failing, "failing"), nodeOf(dropped, "dropped")],
      [cp1, dropped],
    );
    const harm = async () => {
      await failing.exec(`touch ${release}`);
      await dropped.exec("pkill -KILL -f '^sshd: lab(@notty)?$'");
    };
    const both = await loseDuringTask(mixed, [cp1], ["dropped"], harm);
    await failing.exec(`rm ${release}`);
    await mixed.remove();
    expect(both.exitCode).toBe(3);
    expect(both.recap.get("dropped")).toMatchObject({ unreachable: 1, failed: 0 });
    expect(both.recap.get("failing")).toMatchObject({ unreachable: 0, failed: 1 });
    expect(both.recap.get("cp1")).toMatchObject({ changed: 1, failure: null });
  });
});
