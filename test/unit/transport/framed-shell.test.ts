import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, it } from "vitest";
import { ConnectionError, InternalError } from "../../../src/errors.ts";
import { FramedShell } from "../../../src/transport/framed-shell.ts";
import { localChannel } from "./local-channel.ts";

const limits = { killGraceMs: 100, endTimeoutMs: 3000, answerTimeoutMs: 5000 };
const open: FramedShell[] = [];
const shells = mkdtempSync(join(tmpdir(), "lab-shells-"));

/** A search path on which `sh` is the given implementation, for the persistent shell and those it starts. */
function pathWith(implementation: string): string {
  const folder = join(shells, implementation);
  if (!existsSync(folder)) {
    mkdirSync(folder);
    symlinkSync(`/bin/${implementation}`, join(folder, "sh"));
  }
  return `${folder}:${process.env.PATH}`;
}

afterAll(() => rmSync(shells, { recursive: true }));

afterEach(async () => {
  await Promise.all(open.splice(0).map((shell) => shell.close()));
});

function probe(script: string) {
  return { kind: "probe", script, timeoutMs: 20_000 } as const;
}

/** A frame that says when its script runs: the promise settles with the first line. */
function announced(script: string, timeoutMs = 20_000) {
  const lines: string[] = [];
  let first: (line: string) => void = () => {};
  const begun = new Promise<string>((resolve) => {
    first = resolve;
  });
  const onLine = (line: string) => {
    lines.push(line);
    first(line);
  };
  return { frame: { kind: "probe", script, timeoutMs, onLine } as const, begun, lines };
}

async function isAlive(shell: FramedShell, pid: string): Promise<boolean> {
  // A zombie has ended; it only waits for a parent that may be slow to look.
  const { stdout } = await shell.run(
    probe(`case $(cat /proc/${pid}/stat 2>/dev/null) in ""|*") Z "*) echo gone;; *) echo alive;; esac`),
  );
  return stdout === "alive\n";
}

async function waitUntilGone(shell: FramedShell, pid: string): Promise<void> {
  while (await isAlive(shell, pid));
}

const implementations = ["dash", "bash", "busybox"];

describe.each(implementations)("a framed shell on %s", (implementation) => {
  function start(options: Partial<typeof limits & { outputLimitBytes: number }> = {}) {
    const channel = localChannel("sh", [], pathWith(implementation));
    const shell = new FramedShell("web1", channel, { ...limits, ...options });
    open.push(shell);
    return { shell, channel };
  }

  it("returns stdout, stderr and the exit code of a script apart, and counts the frame", async () => {
    const { shell } = start();
    const result = await shell.run(probe("printf 'no newline'; echo problem >&2; exit 7"));
    expect(result).toEqual({
      exitCode: 7,
      stdout: "no newline",
      stderr: "problem\n",
      truncated: false,
      timedOut: false,
    });
    expect(shell.frames).toBe(1);
  });

  it("runs nothing of a script with a syntax error, and goes on with the next", async () => {
    const { shell } = start();
    const broken = await shell.run(probe("echo first\nif true; then\necho second"));
    expect(broken.exitCode).not.toBe(0);
    expect(broken.stdout).toBe("");
    expect(broken.stderr).toMatch(/syntax error|unexpected/i);
    expect((await shell.run(probe("echo next"))).stdout).toBe("next\n");
  });

  it("passes quotes, expansions, backslashes, here-documents and empty scripts through unchanged", async () => {
    const { shell } = start();
    const script = `cat <<'EOF'\n'"$HOME" \`id\` \\\\ \\n $(echo no) é 漢 !! #\nEOF\necho "a'b" 'c"d' # }`;
    const { stdout } = await shell.run(probe(script));
    expect(stdout).toBe(`'"$HOME" \`id\` \\\\ \\n $(echo no) é 漢 !! #\na'b c"d\n`);
    expect(await shell.run(probe(""))).toMatchObject({ exitCode: 0, stdout: "", stderr: "" });
  });

  it("gives a script nothing to read, so that it cannot eat the next one", async () => {
    const { shell } = start();
    const [first, second] = await Promise.all([
      shell.run(probe("cat; read -r line || echo nothing")),
      shell.run(probe("echo second")),
    ]);
    expect([first.stdout, second.stdout]).toEqual(["nothing\n", "second\n"]);
  });

  it("runs frames in the order they were asked for, each in a shell of its own", async () => {
    const { shell } = start();
    const results = await Promise.all([
      shell.run(probe("sleep 0.1; x=1; echo one; cd /; umask 0; exec 1>/dev/null")),
      shell.run(probe('echo "two$x"')),
      shell.run(probe("exit 3")),
    ]);
    expect(results.map((result) => [result.stdout, result.exitCode])).toEqual([
      ["one\n", 0],
      ["two\n", 0],
      ["", 3],
    ]);
    expect(shell.frames).toBe(3);
  });

  it("carries scripts of megabytes to the host and megabytes of output back", async () => {
    const { shell } = start({ outputLimitBytes: 16 * 1024 * 1024 });
    const payload = "x".repeat(70).concat("\n").repeat(30_000);
    const result = await shell.run(probe(`cat <<'EOF' | sed p\n${payload}EOF`));
    expect(result.stdout.length).toBe(2 * payload.length);
    expect(result.truncated).toBe(false);
  });

  it("keeps the start and the end of output beyond the limit, while every line is delivered", async () => {
    const { shell } = start({ outputLimitBytes: 1000 });
    const { frame, lines } = announced("i=0; while [ $i -lt 5000 ]; do echo line $i; i=$((i+1)); done");
    const result = await shell.run(frame);
    expect(result.truncated).toBe(true);
    expect(result.stdout).toMatch(/^line 0\n[\s\S]*bytes left out[\s\S]*line 4999\n$/);
    expect(lines.length).toBe(5000);
  });

  it("replaces bytes that are not UTF-8", async () => {
    const { shell } = start();
    expect((await shell.run(probe("printf 'a\\377\\303\\251'"))).stdout).toBe("a\uFFFDé");
  });

  it("does not wait for a child that stays behind with the output open", async () => {
    const { shell } = start();
    const { stdout } = await shell.run(probe("sleep 30 & echo $!"));
    expect(await isAlive(shell, stdout.trim())).toBe(true);
    await shell.run(probe(`kill ${stdout.trim()}`));
  });

  it("ends a script that outlives its time-out, with its grandchildren, even if they ignore the signal", async () => {
    const { shell } = start();
    const { frame, lines } = announced(
      `sh -c 'sh -c "trap : TERM; echo \\$\\$; while :; do sleep 0.05; done" & wait'; echo not reached`,
      300,
    );
    const result = await shell.run(frame);
    expect(result).toMatchObject({ timedOut: true, exitCode: 143 });
    expect(lines).not.toContain("not reached");
    await waitUntilGone(shell, lines[0] ?? "");
  });

  it("ends a script that ignores the polite signal by force", async () => {
    const { shell } = start();
    const { frame } = announced("trap '' TERM; while :; do sleep 0.05; done", 150);
    expect(await shell.run(frame)).toMatchObject({ timedOut: true, exitCode: 137 });
    expect((await shell.run(probe("echo still here"))).stdout).toBe("still here\n");
  });

  it("ends the script on the host when the run is aborted, then rejects", async () => {
    const { shell } = start();
    const abort = new AbortController();
    const { frame, begun } = announced("echo $$; sleep 60; echo not reached");
    const run = shell.run(frame, abort.signal);
    const pid = await begun;
    abort.abort();
    await expect(run).rejects.toMatchObject({ name: "AbortError" });
    expect(await isAlive(shell, pid)).toBe(false);
  });

  it("does not send a frame whose signal is aborted already", async () => {
    const { shell } = start();
    await expect(shell.run(probe("echo no"), AbortSignal.abort())).rejects.toMatchObject({
      name: "AbortError",
    });
    expect(shell.frames).toBe(0);
  });

  it("reports a shell that dies in the middle as a lost connection, also to those that wait", async () => {
    const { shell, channel } = start();
    const { frame, begun } = announced("echo go; sleep 1");
    const both = Promise.allSettled([shell.run(frame), shell.run(probe("echo next"))]);
    await begun;
    channel.kill();
    const reasons = (await both).map((one) => (one.status === "rejected" ? one.reason : one));
    expect(reasons[0]).toBeInstanceOf(ConnectionError);
    expect(reasons[0].message).toBe("connection to web1 lost while a script was running: the shell ended");
    expect(reasons[1]).toBeInstanceOf(ConnectionError);
  });

  it("gives each stage of a script its own time and room", async () => {
    const { shell } = start();
    const stages = [
      { mark: "-- slow", timeoutMs: 20_000, outputLimitBytes: 100 },
      { mark: "-- late", timeoutMs: 100, outputLimitBytes: 100 },
    ];
    const script =
      "sleep 0.3; printf '\\n-- slow\\n'; sleep 0.3; printf '\\n-- late\\n'; sleep 60; echo never";
    const result = await shell.run({ ...probe(script), stages });
    expect(result).toMatchObject({ timedOut: true, stdout: "\n-- slow\n\n-- late\n" });
  });

  it("gives up a host on which nothing answers", async () => {
    const channel = localChannel("sleep", ["60"]);
    const shell = new FramedShell("web1", channel, { ...limits, answerTimeoutMs: 50 });
    open.push(shell);
    await expect(shell.run(probe("echo hi"))).rejects.toThrow(/web1 did not begin to run a script/);
  });

  it("fails the frame, not the process, when the listener throws", async () => {
    const { shell } = start();
    const frame = {
      ...probe("echo hi"),
      onLine() {
        throw new Error("listener");
      },
    };
    await expect(shell.run(frame)).rejects.toThrow("listener");
    expect((await shell.run(probe("echo next"))).stdout).toBe("next\n");
  });

  it("refuses a script with a NUL byte", async () => {
    const { shell } = start();
    await expect(shell.run(probe("echo \0"))).rejects.toBeInstanceOf(InternalError);
  });

  it("works on a host without setsid", async () => {
    const { shell } = start();
    const withoutSetsid = localChannel("sh", [], pathWith(implementation));
    withoutSetsid.stdin.write("command() { return 1; }\n");
    const bare = new FramedShell("web2", withoutSetsid, limits);
    open.push(bare);
    const { frame, lines } = announced("sh -c 'echo $$; sleep 60; :'; echo not reached", 150);
    expect(await bare.run(frame)).toMatchObject({ timedOut: true, exitCode: 143 });
    await waitUntilGone(shell, lines[0] ?? "");
  });
});
