import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Failure } from "../../../src/engine/event.ts";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { eventually } from "../eventually.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { type Project, projectOn } from "../make-project.ts";
import { type EndedPlay, type RunningPlay, startPlay } from "../start-play.ts";

/** Takes apt's lock and holds it until /run/go is there. */
const holdLock = `rm -f /run/go /run/held
setsid apt-get install -y nano -o DPkg::Pre-Invoke::='touch /run/held; until [ -e /run/go ]; do sleep 0.1; done' >/run/apt.log 2>&1 &`;

/** Holds the lock of the package lists, with a source that never answers. */
const holdLists = `echo 'deb http://192.0.2.1/debian bookworm main' >/run/hole.list
ip route replace 192.0.2.0/24 dev eth0
setsid apt-get update -o Dir::Etc::SourceList=/run/hole.list -o Dir::Etc::SourceParts=- -o Acquire::http::Proxy=DIRECT >/run/apt.log 2>&1 &
echo $! >/run/updater`;

const isHeld = (file: string) => `grep -q ":$(stat -c %i ${file}) " /proc/locks && echo held || echo free`;

describe("a package manager in trouble", () => {
  let fresh: FreshSandbox;
  let project: Project;
  let host: SandboxHost;
  const start = async (...tasks: readonly object[]): Promise<RunningPlay> =>
    startPlay(await project.play(tasks), project.home);
  const run = async (...tasks: readonly object[]): Promise<EndedPlay> => (await start(...tasks)).ended;
  const failureOf = async (task: object): Promise<Failure | null | undefined> => {
    const play = await run({ name: "Install", ...task });
    expect(play.exitCode).toBe(3);
    return play.recap.get("cp1")?.failure;
  };

  beforeAll(async () => {
    fresh = await freshHosts(1);
    const [first] = fresh.hosts;
    if (!first) throw new Error("no host");
    host = first;
    project = await projectOn([host]);
    await host.exec("apt-get update; apt-get install -y faketime");
  });
  afterAll(async () => {
    await project.remove();
    await fresh.remove();
  });

  it("waits for another apt as long as it may, and says for whom", async () => {
    await host.exec(holdLock);
    expect(await eventually(async () => (await host.exec("ls /run/held")).stdout, "/run/held\n")).toBe(
      "/run/held\n",
    );
    const failure = await failureOf({ package: { name: "tree", lock_timeout: 1 } });
    expect(failure?.message).toMatch(
      /^apt: install tree: the package manager is in use by process \d+: apt-get install -y nano /,
    );
    expect(failure?.hint).toContain("lock_timeout");
    const play = await start({ name: "Install", package: { name: "tree", hold: true } });
    const said = await play.until((event) => event.kind === "output" && event.line.startsWith("waiting"));
    expect(said).toMatchObject({
      line: expect.stringMatching(
        /^waiting up to 300 s for the package manager, which is in use by process \d+ \(apt-get /,
      ),
    });
    await host.exec("touch /run/go");
    expect((await play.ended).recap.get("cp1")).toMatchObject({ changed: 1, failed: 0 });
    expect((await host.exec("dpkg -l tree nano | grep -o '^[hi]i'")).stdout).toBe("ii\nhi\n");
  });

  it("waits for an apt that fetches package lists, too", async () => {
    await host.exec(holdLists);
    const lists = "/var/lib/apt/lists/lock";
    expect(await eventually(async () => (await host.exec(isHeld(lists))).stdout, "held\n")).toBe("held\n");
    const play = await start({
      name: "Install",
      package: { name: "cowsay", update_cache: true, cache_valid_time: 0 },
    });
    await play.until((event) => event.kind === "output" && event.line.startsWith("waiting"));
    await host.exec("kill -- -$(cat /run/updater)");
    expect((await play.ended).recap.get("cp1")).toMatchObject({ changed: 1, failed: 0 });
  });

  it("mends what an interrupted dpkg has left", async () => {
    await host.exec("sed -n '/^Package: less$/,/^$/p' /var/lib/dpkg/status >/var/lib/dpkg/updates/0000");
    expect((await host.exec("apt-get install -y sl")).stderr).toContain("dpkg was interrupted");
    expect((await run({ package: "sl" })).recap.get("cp1")).toMatchObject({ changed: 1, failed: 0 });
    expect((await host.exec("ls /var/lib/dpkg/updates; dpkg --audit")).stdout).toBe("");
  });

  it("names a full file system", async () => {
    await host.exec(
      "mount -t tmpfs -o size=8k none /var/cache/apt/archives; mkdir /var/cache/apt/archives/partial",
    );
    const failure = await failureOf({ package: "moreutils" });
    await host.exec("umount /var/cache/apt/archives");
    expect(failure).toMatchObject({
      message: "apt: install moreutils: no space left on /var/cache/apt/archives",
      hint: "free some space on the host: df -h /var/cache/apt/archives",
    });
  });

  it("names a clock that is behind, as the cause of what apt refuses", async () => {
    await host.exec("echo 'Acquire::Check-Date \"true\";' >/etc/apt/apt.conf.d/zz-check-date");
    const library = (await host.exec("ls /usr/lib/*/faketime/libfaketime.so.1")).stdout.trim();
    const failure = await failureOf({
      package: { name: "moreutils", update_cache: true },
      environment: { LD_PRELOAD: library, FAKETIME: "-3000d" },
    });
    await host.exec("rm /etc/apt/apt.conf.d/zz-check-date");
    expect(failure?.message).toMatch(
      /^apt: install moreutils: the clock of the host is behind: http.* is not valid for /,
    );
    expect(failure?.hint).toContain("timedatectl");
  });

  it("names the package that nobody offers", async () => {
    const failure = await failureOf({ package: { name: "no-such-package", update_cache: false } });
    expect(failure?.message).toBe(
      "apt: install no-such-package: there is no package no-such-package in the package sources of the host",
    );
  });

  it("names the source that cannot be resolved", async () => {
    await host.exec(`rm -rf /var/lib/apt/lists/* /etc/apt/sources.list.d/*
echo 'Acquire::http::Proxy "DIRECT";' >/etc/apt/apt.conf.d/zz-direct
echo 'deb http://no-such-mirror.invalid/debian bookworm main' >/etc/apt/sources.list`);
    const failure = await failureOf({ package: "moreutils" });
    expect(failure).toMatchObject({
      message: "apt: install moreutils: the host cannot resolve no-such-mirror.invalid",
      hint: expect.stringContaining("/etc/resolv.conf"),
    });
  });
});
