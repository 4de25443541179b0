import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { CommandError, LockedError } from "../../../src/errors.ts";
import { lockHolder, removeLock } from "../../../src/transport/lock-inspection.ts";
import { lockText } from "../../../src/transport/lock-text.ts";
import { implementations, LockHost, untilItWorks } from "./lock-hosts.ts";

const claim = { run: "20300101-000000-abcdef", owner: "alice@control (pid 123)", token: "00ff" };

describe("the text that takes a lock", () => {
  it("passes shellcheck", () => {
    const input = `#!/bin/sh\nlab_code=0\n${lockText("nonce", claim, "web1")}`;
    const { stdout } = spawnSync("shellcheck", ["-s", "sh", "-e", "SC2034", "-"], {
      input,
      encoding: "utf8",
    });
    expect(stdout).toBe("");
  });

  it("has nothing in it that a user, a host name or a run could break out with", () => {
    const hostile = `'; touch /tmp/lab-broken; $(id) \`id\`\n\0\u202e"\\`;
    const text = lockText("nonce", { run: hostile, owner: hostile, token: hostile }, hostile);
    const safe = "?? touch /tmp/lab-broken? ?(id) ?id??????";
    expect(text.split("\n").find((line) => line.includes("lab_said="))).toContain(
      `lab_take '${safe}' '${safe}' '${safe}' '${safe}' <`,
    );
  });
});

describe.each(implementations)("the lock of a host on %s", (implementation) => {
  const on = { implementation };

  it("comes with the first frame, keeps others out, and is given back at the end", async () => {
    const host = new LockHost();
    const [first, second] = [host.connect("first", on), host.connect("second", on)];
    expect(await first.run("echo mine; exit 3")).toMatchObject({ stdout: "mine\n", exitCode: 3 });
    expect(first.shell.frames).toBe(1);
    host.pass(30);
    const refused = second.run(`echo >'${host.folder}/entered'`);
    await expect(refused).rejects.toThrow(
      /^locked by run first of alice@control \(pid 123\), since \d\d:\d\d:\d\d \(30 s ago\), silent for 30 s$/,
    );
    await expect(refused).rejects.toMatchObject({
      host: "web1",
      hint: expect.stringContaining("lab unlock web1"),
    });
    expect(host.has("entered")).toBe(false);
    await first.shell.close();
    expect(host.files).toContain("free.1");
    expect(await second.run("echo mine now")).toMatchObject({ stdout: "mine now\n" });
  });

  it("is not taken by a shell that was not told to", async () => {
    const host = new LockHost();
    const { run } = host.connect("reader", { ...on, claims: false });
    await run("echo read");
    expect(host.has("lock")).toBe(false);
  });

  it("is kept by signs of life, and lost without them: the holder is ended before another goes on", async () => {
    const host = new LockHost();
    const [idle, next] = [host.connect("idle", on), host.connect("next", on)];
    await idle.run("");
    host.pass(45);
    idle.channel.stdin.write("lab_beat\n");
    await idle.run("");
    host.pass(60);
    await expect(next.run("")).rejects.toBeInstanceOf(LockedError);
    host.pass(1);
    await next.run("");
    expect(await idle.channel.closed).toBe(null);
    await expect(idle.run("")).rejects.toThrow("connection to web1 lost");
  });

  it("is not lost while a script runs, and is given back when that has ended, though lab is gone", async () => {
    const host = new LockHost();
    const [lost, next] = [host.connect("lost", on), host.connect("next", on)];
    const script = `cd '${host.folder}'; echo begun; until [ -e go ]; do sleep 0.02; done; : >done`;
    await lost.begin(script);
    lost.channel.stdin.end();
    host.pass(3600);
    await expect(next.run("")).rejects.toThrow("(60 min ago), silent for 60 min; its last script still runs");
    host.write("go");
    await untilItWorks(() => next.run(""));
    expect(host.has("done")).toBe(true);
  });

  it("is given back when the connection breaks in the middle of a script's text", async () => {
    const host = new LockHost();
    const { channel, run } = host.connect("cut", on);
    await run("");
    channel.stdin.end(`{ sh <<'nonce'\necho >'${host.folder}/entered'\n`);
    await channel.closed;
    expect(host.files).toEqual(["free.1", "lock.1"]);
    expect(host.has("entered")).toBe(false);
  });

  it("expires when its shell is gone, and after a restart of the host when that is long enough ago", async () => {
    const host = new LockHost();
    const [killed, next] = [host.connect("killed", on), host.connect("next", on)];
    await killed.run("");
    killed.channel.kill();
    await killed.channel.closed;
    host.pass(60);
    await expect(next.run("")).rejects.toBeInstanceOf(LockedError);
    host.boot("second", 60);
    await expect(next.run("")).rejects.toBeInstanceOf(LockedError);
    host.pass(1);
    await next.run("");
  });

  it("is free for the same run that connects anew, but not while its last script runs", async () => {
    const host = new LockHost();
    const [before, after] = [host.connect("run", on), host.connect("run", on)];
    const script = `cd '${host.folder}'; echo begun; until [ -e go ]; do sleep 0.02; done`;
    const long = await before.begin(script);
    await expect(after.run("")).rejects.toBeInstanceOf(LockedError);
    host.write("go");
    await long.result;
    await untilItWorks(() => after.run(""));
    await before.channel.closed;
  });

  it("does not keep a run out that knows the host by two names", async () => {
    const host = new LockHost();
    const [one, other] = [host.connect("run", on), host.connect("run", { ...on, name: "alias" })];
    await one.run("");
    await other.run("");
    expect(await one.run("echo both")).toMatchObject({ stdout: "both\n" });
    await one.shell.close();
    await expect(host.connect("next", on).run("")).rejects.toBeInstanceOf(LockedError);
    await other.shell.close();
    await host.connect("next", on).run("");
  });

  it("can be seen and removed by hand: its holder is ended", async () => {
    const host = new LockHost();
    const [held, hand] = [host.connect("held", on), host.connect("hand", { ...on, claims: false })];
    expect(await lockHolder(hand.shell, host.paths)).toBe(null);
    await held.run("");
    const holder = await lockHolder(hand.shell, host.paths);
    expect(holder).toMatchObject({ generation: 1, run: "held", state: "alive" });
    if (holder) expect(await removeLock(hand.shell, holder, host.paths)).toBe(null);
    await held.channel.closed;
    const next = host.connect("next", on);
    await next.run("");
    if (holder) expect(await removeLock(hand.shell, holder, host.paths)).toMatchObject({ run: "next" });
    expect(await next.run("echo on")).toMatchObject({ stdout: "on\n" });
  });

  it("fails where it cannot be kept", async () => {
    const host = new LockHost();
    host.write("lock");
    const refused = host.connect("run", on).run("");
    await expect(refused).rejects.toBeInstanceOf(CommandError);
    await expect(refused).rejects.toMatchObject({ stderr: expect.stringMatching(/exists|not a directory/i) });
  });

  it("is left to whoever counted further meanwhile", async () => {
    const host = new LockHost();
    const slow = host.connect("slow", on);
    const further = `ln() { command ln "$1" '${host.paths.folder}/lock.9'; command ln "$@"; }\n`;
    slow.channel.stdin.write(further);
    await expect(slow.run("")).rejects.toBeInstanceOf(LockedError);
    expect(host.files).toEqual(["lock.9"]);
  });
});

describe("many who want the same host", () => {
  const each = (count: number) =>
    Array.from({ length: count }, (_, index) => ({
      name: `run${index}`,
      implementation: implementations[index % implementations.length] ?? "dash",
    }));

  it("get it one after another, never two at once", { timeout: 60_000 }, async () => {
    const host = new LockHost();
    const inside = `'${host.folder}/inside'`;
    const outcomes = await Promise.all(
      each(12).map(async ({ name, implementation }) => {
        const { shell, run } = host.connect(name, { implementation });
        const entered = await untilItWorks(() => run(`mkdir ${inside}`));
        const left = await run(`rmdir ${inside}`);
        await shell.close();
        return entered.exitCode + left.exitCode;
      }),
    );
    expect(outcomes).toEqual(Array(12).fill(0));
    expect(host.files).toContain("free.12");
  });

  it("find one winner when it has expired, round after round", { timeout: 60_000 }, async () => {
    const host = new LockHost();
    for (let round = 1; round <= 10; round += 1) {
      const shells = each(20).map(({ name, implementation }) =>
        host.connect(`${name}-${round}`, { implementation }),
      );
      const outcomes = await Promise.allSettled(shells.map(({ run }) => run("")));
      const won = shells.filter((_, index) => outcomes[index]?.status === "fulfilled");
      expect(won).toHaveLength(1);
      for (const outcome of outcomes) {
        if (outcome.status === "rejected") expect(outcome.reason).toBeInstanceOf(LockedError);
      }
      // The winner of most rounds is killed; the others fall silent, and are ended by the next.
      for (const { channel } of shells) if (!won.some((one) => one.channel === channel)) channel.kill();
      if (round % 4 > 0) won[0]?.channel.kill();
      if (round % 4 > 0) await won[0]?.channel.closed;
      host.pass(61);
    }
    expect(host.files.filter((file) => file.startsWith("lock."))).toHaveLength(10);
  });
});
