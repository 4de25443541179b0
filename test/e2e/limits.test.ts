import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { eventually } from "./eventually.ts";
import { type FreshSandbox, freshHosts, sharedHost } from "./hosts.ts";
import { type Project, projectOn } from "./make-project.ts";
import { type EndedPlay, startPlay } from "./start-play.ts";

const failureOn = (play: EndedPlay, host: string) => play.recap.get(host)?.failure;

describe("what is too long or too much", () => {
  const [slow, brisk] = [sharedHost("worker1"), sharedHost("cp1")];
  let project: Project;
  const run = async (...tasks: readonly object[]): Promise<EndedPlay> =>
    startPlay(await project.play(tasks), project.home).ended;

  beforeAll(async () => {
    project = await projectOn([brisk, slow]);
  });
  afterAll(() => project.remove());

  it("a command that outlives its time-out is ended with its children, and fails", async () => {
    const script =
      "(trap '' TERM; sleep 86411) & setsid sleep 86412 >/dev/null 2>&1 & echo so far; sleep 86413";
    const play = await run(
      {
        name: "Take long",
        shell: { cmd: script, timeout: 1 },
        when: `inventory_hostname == "${slow.name}"`,
        register: "taken",
        ignore_errors: true,
      },
      { name: "Say", debug: { msg: "went on" } },
      {
        name: "Take long again",
        command: { cmd: "sleep 86414", timeout: 1 },
        when: `inventory_hostname == "${slow.name}"`,
      },
    );
    expect(play.exitCode).toBe(3);
    expect(failureOn(play, slow.name)).toMatchObject({
      kind: "failed",
      task: "Take long again",
      message: "sleep 86414: it took longer than 1 s and was ended",
    });
    expect(play.recap.get(brisk.name)).toMatchObject({ failed: 0, failure: null });
    // The host ends by force what ignores the polite signal, a little later.
    const left = async () => (await slow.exec("pgrep -a -f 'sleep 8641[134]'")).stdout;
    expect(await eventually(left, "")).toBe("");
    // What left the process group on purpose is a daemon.
    expect((await slow.exec("pkill -f 'sleep 8641[2]'")).exitCode).toBe(0);
  });

  it("20 MB of lines, of one line and of bytes that are no text pass, and a failure shows only their end", async () => {
    const megabytes = "head -c 20000000 /dev/zero | tr '\\0' a";
    const play = await run(
      { name: "Lines", shell: `${megabytes} | fold -w 1000`, register: "lines" },
      { name: "One line", shell: megabytes },
      { name: "Bytes", shell: "head -c 3000000 /dev/urandom; printf '\\377\\376\\0end' >&2" },
      { name: "Fail", shell: `${megabytes}; echo the reason; exit 7` },
    );
    expect({ exitCode: play.exitCode, stderr: play.stderr }).toEqual({ exitCode: 3, stderr: "" });
    for (const host of [slow, brisk]) {
      expect(play.recap.get(host.name)).toMatchObject({ changed: 3, failed: 1 });
      const failure = failureOn(play, host.name);
      expect(failure?.detail).toMatch(/a\nthe reason$|athe reason$/);
      expect(failure?.detail.length).toBeLessThan(64 * 1024);
    }
  });

  it("answers of megabytes are read whole, after a flood of output too", async () => {
    const files = Array.from({ length: 12 }, (_, index) => `/tmp/lab-large-${index}`);
    await brisk.exec(`for file in ${files.join(" ")}; do seq 20000 | head -c 120000 >$file; done`);
    const tasks = [
      { name: "Flood", shell: "head -c 3000000 /dev/zero" },
      ...files.map((dest) => ({ name: `Write ${dest}`, copy: { dest, content: "small\n" } })),
    ];
    const first = await run(...tasks);
    expect({ exitCode: first.exitCode, stderr: first.stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(first.recap.get(brisk.name)?.changed).toBe(13);
    expect((await run(...tasks)).recap.get(brisk.name)?.changed).toBe(1);
  });
});

describe("a host without room", () => {
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
      "for what is written",
      "mount -t tmpfs -o size=64k none /opt",
      "writing /opt/large: too little space on /opt: 64 of 64 KiB are free",
    ],
    [
      "for what is sent",
      "mount -o remount,size=64k /tmp",
      "large.bin could not be copied to /tmp of the host",
    ],
  ])("%s fails, keeps nothing of it, and says what to do", async (_what, fill, message) => {
    const [host] = fresh.hosts;
    await host?.exec(fill);
    await writeFile(join(project.folder, "large.bin"), randomBytes(3_000_000));
    const tasks = [{ name: "Copy", copy: { dest: "/opt/large", src: "large.bin" } }];
    const play = await startPlay(await project.play(tasks), project.home).ended;
    await host?.exec("umount /opt; mount -o remount,size=1g /tmp");
    expect(play.exitCode).toBe(3);
    const failure = failureOn(play, "cp1");
    expect(failure).toMatchObject({ kind: "failed", task: "Copy", hint: expect.stringContaining("df -h") });
    expect(failure?.message).toContain(message);
    expect((await host?.exec("ls -A /opt; ls -A /tmp | grep lab"))?.stdout).toBe("");
  });
});

describe("a host that cannot say what state it is in", () => {
  let fresh: FreshSandbox;
  let project: Project;

  beforeAll(async () => {
    fresh = await freshHosts(2);
    project = await projectOn(fresh.hosts);
  });
  afterAll(async () => {
    await project.remove();
    await fresh.remove();
  });

  it("fails with what it printed, and the others finish", async () => {
    await fresh.hosts[0]?.exec(
      "printf '#!/bin/sh\\necho broken disk >&2; exit 1\\n' >/usr/local/bin/stat; chmod +x /usr/local/bin/stat",
    );
    const tasks = [{ name: "Write", copy: { dest: "/tmp/lab-written", content: "" } }];
    const play = await startPlay(await project.play(tasks), project.home).ended;
    expect({ exitCode: play.exitCode, stderr: play.stderr }).toEqual({ exitCode: 3, stderr: "" });
    expect(play.recap.get("cp1")).toMatchObject({ failed: 1, unreachable: 0, changed: 0 });
    expect(failureOn(play, "cp1")).toMatchObject({
      kind: "failed",
      detail: expect.stringContaining("broken disk"),
    });
    expect(failureOn(play, "cp1")?.hint).not.toBe("");
    expect(play.recap.get("worker1")).toMatchObject({ changed: 1, failure: null });
  });
});
