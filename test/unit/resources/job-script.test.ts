import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { InternalError } from "../../../src/errors.ts";
import { type JobState, jobProbe } from "../../../src/resources/job-probe.ts";
import {
  removeJobScript,
  startJobScript,
  stopJobScript,
  waitForJobScript,
} from "../../../src/resources/job-script.ts";
import { eventually } from "../../e2e/eventually.ts";
import { runSh } from "./run-sh.ts";
import { pathWith, shells } from "./sh-path.ts";

describe.each(shells)("a job on %s", (shell) => {
  const path = pathWith(shell);
  const folder = mkdtempSync(join(tmpdir(), "lab-jobs-"));
  afterAll(() => rmSync(folder, { recursive: true }));

  function run(script: string): string {
    const { status, stdout, stderr } = runSh(script, path);
    expect([status, stderr]).toEqual([0, ""]);
    return stdout;
  }
  const start = (id: string, script: string, limitSeconds = 60) =>
    startJobScript({ id, script, limitSeconds, folder });
  const states = (...ids: string[]): readonly JobState[] => {
    const queries = ids.map((id) => ({ id, folder }));
    return jobProbe.parse(run(jobProbe.script(queries)), queries);
  };
  const stateOf = (id: string) => states(id)[0];
  const waitFor = (id: string) => run(waitForJobScript({ id, folder }, 30));
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  // A zombie has ended; it only waits for a parent that may be slow to look.
  const alive = (pid: string) =>
    run(`case $(cat /proc/${pid.trim()}/stat 2>/dev/null) in ""|*") Z "*) echo gone;; *) echo alive;; esac`);
  const untilGone = (pid: string) => eventually(async () => alive(pid), "gone\n");

  const untilEnded = (id: string) => eventually(async () => stateOf(id)?.kind, "finished");

  it("outlives the shell that starts it, and keeps what it prints", async () => {
    const go = join(folder, "go");
    const script = `echo begun; until [ -e '${go}' ]; do sleep 0.05; done; printf 'é\\377'; echo no >&2; exit 3`;
    const starter = spawn("sh", { detached: true, env: { PATH: path }, stdio: ["pipe", "pipe", "inherit"] });
    const ended = new Promise((resolve) => starter.once("exit", (_, signal) => resolve(signal)));
    starter.stdout.once("data", () => process.kill(-(starter.pid ?? 0), "SIGKILL"));
    starter.stdin.write(`(\n${start("one", script)}\n)\necho started; exec sleep 60\n`);
    expect(await ended).toBe("SIGKILL");
    expect(stateOf("one")).toEqual({ kind: "running" });
    run(`: >'${go}'`);
    waitFor("one");
    expect(stateOf("one")).toEqual({
      kind: "finished",
      exitCode: 3,
      stdout: "begun\né\uFFFD",
      stderr: "no\n",
    });
  });

  it("returns at once, in the surroundings of the shell that starts it", async () => {
    run(
      `cd /usr; A="it's"; export A; umask 022\n(\n${start("two", 'pwd; echo "$A"; umask; cat; exec true')}\n)`,
    );
    await untilEnded("two");
    expect(stateOf("two")).toMatchObject({ exitCode: 0, stdout: "/usr\nit's\n0022\n" });
  });

  it("is private, and leaves its script nowhere", async () => {
    run(start("secret", "echo hidden-value >/dev/null"));
    await untilEnded("secret");
    expect(statSync(join(folder, "secret")).mode & 0o777).toBe(0o700);
    const texts = readdirSync(join(folder, "secret")).map((name) => read(`secret/${name}`));
    expect(texts.join("")).not.toContain("hidden-value");
  });

  it("is ended with its children when its time is over", async () => {
    run(start("late", "sleep 61 & echo $!; trap '' TERM; sleep 62 & echo $!; wait; wait", 1));
    waitFor("late");
    const state = stateOf("late");
    expect(state).toMatchObject({ exitCode: 124, stderr: "ended after 1 s, with its children\n" });
    const pids = state?.kind === "finished" ? state.stdout.trim().split("\n") : [];
    expect(pids.length).toBe(2);
    for (const pid of pids) expect(await untilGone(pid)).toBe("gone\n");
  });

  it("leaves no watchdog behind", async () => {
    run(start("short", "true", 3600));
    await untilEnded("short");
    const keeper = read("short/keeper");
    expect(await untilGone(keeper)).toBe("gone\n");
    expect(run("ps -ef 2>/dev/null || ps")).not.toContain(`${folder}/short`);
  });

  it("can be stopped, with its children", async () => {
    run(start("stopped", "sleep 63 & echo $!; wait"));
    const hasPrinted = async () => run(`if [ -s '${folder}/stopped/stdout' ]; then echo yes; fi`);
    expect(await eventually(hasPrinted, "yes\n")).toBe("yes\n");
    run(stopJobScript({ id: "stopped", folder }));
    const state = stateOf("stopped");
    expect(state).toMatchObject({ kind: "finished", exitCode: 143 });
    expect(await untilGone(state?.kind === "finished" ? state.stdout : "")).toBe("gone\n");
  });

  it("is told apart from one that was killed and one that never was", async () => {
    run(start("killed", "echo begun; sleep 64", 5));
    expect(await eventually(async () => run(`cat '${folder}/killed/stdout'`), "begun\n")).toBe("begun\n");
    process.kill(Number(read("killed/keeper")), "SIGKILL");
    process.kill(-Number(read("killed/group")), "SIGKILL");
    await untilGone(read("killed/keeper"));
    expect(states("killed", "never")).toMatchObject([
      { exitCode: 137, stderr: expect.stringContaining("was killed, or the host was restarted") },
      { kind: "absent" },
    ]);
  });

  it("keeps the start and the end of what is too long", async () => {
    run(start("long", "echo first; head -c 3000000 /dev/zero | tr '\\0' x; echo last"));
    await untilEnded("long");
    const state = stateOf("long");
    const text = state?.kind === "finished" ? state.stdout : "";
    expect(text).toMatch(/^first\nx+\n\[\.\.\. the middle is left out \.\.\.\]\nx+last\n$/);
    expect(text.length).toBeLessThan(1_050_000);
  });

  it("gives way to a new one after seven days, unless it still runs", async () => {
    run(start("old", "true"));
    await untilEnded("old");
    run(start("running", "sleep 65"));
    const longAgo = Date.now() / 1000 - 8 * 86_400;
    for (const id of ["old", "running"]) utimesSync(join(folder, id), longAgo, longAgo);
    run(start("new", "true"));
    expect(states("old", "running").map((state) => state.kind)).toEqual(["absent", "running"]);
    run(stopJobScript({ id: "running", folder }));
    run(removeJobScript({ id: "running", folder }));
    expect(stateOf("running")).toEqual({ kind: "absent" });
  });

  it("does not start twice under one name", async () => {
    run(start("twice", "true"));
    expect(runSh(start("twice", "true"), path).status).toBe(1);
    await untilEnded("twice");
  });
});

it("a job is named by a file name", () => {
  expect(() => startJobScript({ id: "../x", script: "true", limitSeconds: 1 })).toThrow(InternalError);
});
