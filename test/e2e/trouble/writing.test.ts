import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxHost } from "../../../src/sandbox/sandbox-host.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";
import { type Project, projectOn } from "../make-project.ts";
import { type EndedPlay, startPlay } from "../start-play.ts";

const mounted = (options: string, fill: string) =>
  `mkdir -p /srv/it\\'s; mount -t tmpfs -o ${options} none /srv/it\\'s; cd /srv/it\\'s; ${fill}`;

/** Each damage, and what a play that writes there is told. */
const told: readonly {
  readonly what: string;
  readonly damage: string;
  readonly dest: string;
  readonly message: RegExp;
  readonly hint: string;
}[] = [
  {
    what: "a full file system",
    damage: mounted("size=16k", "head -c 20000 /dev/zero >fill"),
    dest: "/srv/it's/small",
    message: /^writing \/srv\/it's\/small: no space left on \/srv\/it's: 0 of 16 KiB are free$/,
    hint: "free some space on the host: df -h /srv/it's",
  },
  {
    what: "a file system without inodes",
    damage: mounted("size=1m,nr_inodes=3", "touch a b"),
    dest: "/srv/it's/small",
    message: /^writing \/srv\/it's\/small: no inodes left on \/srv\/it's$/,
    hint: "remove files that nobody needs: df -i /srv/it's",
  },
  {
    what: "a read-only file system",
    damage: mounted("size=1m", "mount -o remount,ro /srv/it\\'s"),
    dest: "/srv/it's/small",
    message: /^writing \/srv\/it's\/small: \/srv\/it's is mounted read-only$/,
    hint: "see why (dmesg: a disk error does that), then: mount -o remount,rw /srv/it's",
  },
  {
    what: "an immutable file",
    damage: "echo as it was >/srv/fixed; chattr +i /srv/fixed",
    dest: "/srv/fixed",
    message: /^writing \/srv\/fixed: \/srv\/fixed is immutable$/,
    hint: "somebody wanted it so; to lift it: chattr -i /srv/fixed",
  },
  {
    what: "an immutable folder",
    damage: "mkdir /srv/frozen; chattr +i /srv/frozen",
    dest: "/srv/frozen/small",
    message: /^writing \/srv\/frozen\/small: \/srv\/frozen\/? is immutable$/,
    hint: "somebody wanted it so; to lift it: chattr -i /srv/frozen/",
  },
  {
    what: "a missing folder",
    damage: "true",
    dest: "/srv/missing/small",
    message: /^directory \/srv\/missing does not exist$/,
    hint: "",
  },
];

const repair = `cd /; chattr -i /srv/fixed /srv/frozen 2>/dev/null
while umount /srv/it\\'s 2>/dev/null; do :; done
rm -rf /srv/*`;

describe("a host that cannot take what is written", () => {
  let fresh: FreshSandbox;
  let project: Project;
  let host: SandboxHost;
  const run = async (...tasks: readonly object[]): Promise<EndedPlay> =>
    startPlay(await project.play(tasks), project.home).ended;

  beforeAll(async () => {
    fresh = await freshHosts(1);
    const [first] = fresh.hosts;
    if (!first) throw new Error("no host");
    host = first;
    project = await projectOn([host]);
  });
  afterAll(async () => {
    await host.exec(repair);
    await project.remove();
    await fresh.remove();
  });

  it.each(told)("$what: says so first, with the cure, and leaves nothing half written", async (one) => {
    await host.exec(one.damage);
    const before = (await host.exec(listing)).stdout;
    const play = await run({ name: "Write", copy: { dest: one.dest, content: "small\n" } });
    const after = (await host.exec(listing)).stdout;
    await host.exec(repair);
    expect(play.exitCode).toBe(3);
    const failure = play.recap.get("cp1")?.failure;
    expect(failure).toMatchObject({ kind: "failed", task: "Write", hint: one.hint });
    expect(failure?.message).toMatch(one.message);
    expect(after).toBe(before);
  });

  it.each(["dash", "bash"])("a full /tmp does not stop what needs none, with %s as sh", async (sh) => {
    await host.exec(
      `ln -sfn ${sh} /bin/sh; mount -o remount,size=4k /tmp; head -c 9999 /dev/zero >/tmp/fill`,
    );
    const content = `${"0123456789abcde\n".repeat(12_000)}`;
    const play = await run(
      { name: "Write", copy: { dest: `/srv/large-${sh}`, content } },
      { name: "Run", shell: { cmd: `cat\n: ${"x".repeat(100_000)}`, stdin: content }, register: "said" },
      { name: "Compare", assert: { that: [`size(said.stdout) == ${content.length - 1}`] } },
    );
    await host.exec("rm /tmp/fill; mount -o remount,size=1g /tmp; ln -sfn dash /bin/sh");
    expect(play.recap.get("cp1")).toMatchObject({ changed: 2, failed: 0, failure: null });
    expect((await host.exec(`wc -c </srv/large-${sh}`)).stdout.trim()).toBe(String(content.length));
  });

  it("changes nothing where the journal has no room", async () => {
    await host.exec("mkdir -p /var/lib/lab; mount -t tmpfs -o size=4k none /var/lib/lab");
    const play = await run({ name: "Write", copy: { dest: "/srv/small", content: "small\n" } });
    await host.exec("umount /var/lib/lab");
    expect(play.recap.get("cp1")).toMatchObject({ failed: 1, changed: 0 });
    expect(play.recap.get("cp1")?.failure).toMatchObject({
      message: expect.stringMatching(/^nothing was changed: .*: no space left on /),
      hint: expect.stringContaining("df -h"),
    });
    expect((await host.exec("ls -A /srv")).stdout).not.toContain("small");
  });
});

const listing = "find /srv -mindepth 1 | sort; find /srv -type f -exec sha256sum {} + | sort";
