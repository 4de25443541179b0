import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/engine/event.ts";
import { eventually } from "./eventually.ts";
import { sharedHost } from "./hosts.ts";
import { listen } from "./listen.ts";
import { makeProject, nodeOf, type Project } from "./make-project.ts";
import { startInTerminal } from "./start-in-terminal.ts";
import { type RunningPlay, startPlay } from "./start-play.ts";

const [answering, frozen] = [sharedHost("cp1"), sharedHost("worker1")];
const hosts = [answering, frozen];

/** A command with a child in the background and one that it waits for. */
const long = "sleep 86401 & echo begun; sleep 86402; touch /tmp/lab-not-interrupted";
const stubborn = `trap "" TERM; echo begun; while :; do sleep 86403; done`;

const printed = (host: string, line: string) => (event: RunEvent) =>
  event.kind === "output" && event.host === host && event.line === line;

/** How many processes of these scripts run on a host. */
async function processesOn(host: (typeof hosts)[number]): Promise<string> {
  return (await host.exec("pgrep -c -f 'sleep 8640[123]'")).stdout.trim();
}

describe("an interrupted run", () => {
  let project: Project;
  const begin = async (script: string): Promise<RunningPlay> => {
    const tasks = [
      { name: "Work", shell: script },
      { name: "Go on", copy: { dest: "/tmp/lab-not-interrupted", content: "" } },
    ];
    const play = startPlay(await project.play(tasks), project.home);
    await Promise.all(hosts.map((host) => play.until(printed(host.name, "begun"))));
    return play;
  };

  beforeAll(async () => {
    const nodes = hosts.map((host) => nodeOf(host));
    // Long enough for nobody to be taken for lost.
    project = await makeProject(nodes, hosts, "ServerAliveInterval 60");
  });
  afterAll(() => project.remove());

  it.each(["SIGINT", "SIGTERM", "SIGHUP"] as const)(
    "%s ends the commands on the hosts with their children, then lab, with a recap and exit code 130",
    async (signal) => {
      const play = await begin(long);
      for (const host of hosts) expect(await processesOn(host)).not.toBe("0");
      play.interrupt(signal);
      const { exitCode, stderr, events, recap } = await play.ended;
      expect({ exitCode, stderr }).toEqual({ exitCode: 130, stderr: "" });
      expect(events.at(-1)).toMatchObject({ kind: "run-end", interrupted: true });
      expect([...recap.keys()]).toEqual(hosts.map(({ name }) => name));
      expect([...recap.values()].map(({ changed, unreachable }) => changed + unreachable)).toEqual([0, 0]);
      for (const host of hosts) {
        expect(await eventually(() => processesOn(host), "0")).toBe("0");
        expect((await host.exec("ls /tmp/lab-not-interrupted")).exitCode).not.toBe(0);
      }
    },
  );

  it("ends while hosts are being connected to", async () => {
    const listener = await listen(() => {});
    const silent = { name: "silent", host: "127.0.0.1", port: listener.port, user: "root" };
    const connecting = await makeProject([nodeOf(answering), silent], [answering], "ConnectTimeout 600");
    const play = startPlay(await connecting.play([{ name: "Work", shell: long }]), connecting.home);
    await play.until(printed(answering.name, "begun"));
    play.interrupt();
    const { exitCode, recap } = await play.ended;
    expect(exitCode).toBe(130);
    expect(recap.get("silent")).toMatchObject({ unreachable: 0, failure: null });
    listener.close();
    await connecting.remove();
  });

  it("leaves a terminal with a visible cursor, and with the recap below the live rows", async () => {
    const args = await project.play([{ name: "Work", shell: long }]);
    const terminal = startInTerminal(["play", ...args], project.home);
    await terminal.shows("begun");
    terminal.type("\x03");
    const { exitCode, screen } = await terminal.ended;
    expect(exitCode).toBe(130);
    expect(screen.lastIndexOf("\x1b[?25h")).toBeGreaterThan(screen.lastIndexOf("\x1b[?25l"));
    const recap = screen.slice(screen.search(/cp1 .*: .*ok=0/));
    expect(recap).toContain("interrupted; ");
    expect(recap).not.toContain("begun");
    for (const host of hosts) expect(await eventually(() => processesOn(host), "0")).toBe("0");
  });

  it("ends by force what ignores the polite signal", async () => {
    const play = await begin(stubborn);
    play.interrupt();
    expect((await play.ended).exitCode).toBe(130);
    for (const host of hosts) expect(await eventually(() => processesOn(host), "0")).toBe("0");
  });

  it("goes on when only its reader goes away", async () => {
    await answering.exec("rm -f /tmp/lab-unread");
    const tasks = [
      { name: "Work", shell: "echo begun; sleep 1" },
      { name: "Print", shell: "seq 1000" },
      { name: "Go on", copy: { dest: "/tmp/lab-unread", content: "" } },
    ];
    const play = startPlay(await project.play(tasks), project.home);
    await play.until(printed(answering.name, "begun"));
    play.stopReading();
    const { exitCode, stderr } = await play.ended;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect((await answering.exec("ls /tmp/lab-unread")).exitCode).toBe(0);
  });

  it("interrupted again, ends at once though a host does not answer; that ends what it runs when it can", async () => {
    const play = await begin(long);
    await frozen.pause();
    try {
      play.interrupt();
      await play.until((event) => event.kind === "host-end" && event.host === answering.name);
      play.interrupt();
      const { exitCode, events } = await play.ended;
      expect(exitCode).toBe(130);
      expect(events.some(({ kind }) => kind === "run-end")).toBe(false);
    } finally {
      await frozen.unpause();
    }
    for (const host of hosts) expect(await eventually(() => processesOn(host), "0")).toBe("0");
  });
});
