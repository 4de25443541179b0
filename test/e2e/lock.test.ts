import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { RunEvent } from "../../src/engine/event.ts";
import { runLab } from "../run-lab.ts";
import { sharedHost } from "./hosts.ts";
import { makeProject, nodeOf, type Project } from "./make-project.ts";
import { type EndedPlay, type RunningPlay, startPlay } from "./start-play.ts";

const hosts = [sharedHost("cp1"), sharedHost("worker1"), sharedHost("worker2")];
const names = hosts.map(({ name }) => name);

const marks = "/tmp/lab-lock-marks";
const go = "/tmp/lab-lock-go";

/** Leaves a mark at its beginning and at its end, which comes when the test says so. */
const long = {
  name: "Work",
  shell: `echo {{ mark }} >>${marks}; echo begun; until [ -e ${go} ]; do sleep 0.05; done; echo {{ mark }} >>${marks}`,
};
const short = { name: "Mark", shell: `echo {{ mark }} >>${marks}` };
/** Waits at the control machine: no script runs on the hosts. */
const idle = {
  name: "Wait",
  shell: "exit 1",
  register: "tried",
  until: "tried.rc == 0",
  retries: 99,
  delay: 5,
};

const everywhere = (command: string) => Promise.all(hosts.map((host) => host.exec(command)));
const marksOf = async () => (await everywhere(`cat ${marks}`)).map(({ stdout }) => stdout.trim().split("\n"));

const begun = (host: string) => (event: RunEvent) =>
  event.kind === "output" && event.host === host && event.line === "begun";
const retried = (host: string) => (event: RunEvent) => event.kind === "task-retry" && event.host === host;
const onAll = (play: RunningPlay, isMeant: (host: string) => (event: RunEvent) => boolean) =>
  Promise.all(names.map((name) => play.until(isMeant(name))));

async function runIdOf(play: RunningPlay): Promise<string> {
  const event = await play.until(({ kind }) => kind === "run-start");
  return event.kind === "run-start" ? event.run : "";
}

/** The plays that have ended once `count` of them have. */
function firstEnded(plays: readonly RunningPlay[], count: number): Promise<readonly RunningPlay[]> {
  const done: RunningPlay[] = [];
  return new Promise((resolve) => {
    for (const play of plays) {
      play.ended.then(() => {
        done.push(play);
        if (done.length === count) resolve([...done]);
      });
    }
  });
}

const lockedBy = ({ recap }: EndedPlay) => names.map((name) => recap.get(name)?.failure);

describe("the lock of hosts", () => {
  let project: Project;
  const start = async (task: object, mark: string, ...flags: readonly string[]): Promise<RunningPlay> =>
    startPlay(
      [...(await project.play([task])), "-e", `mark=${mark}`, ...flags],
      project.home,
      project.folder,
    );
  const run = async (task: object, mark: string, ...flags: readonly string[]): Promise<EndedPlay> =>
    (await start(task, mark, ...flags)).ended;
  const unlock = (...flags: readonly string[]) =>
    runLab(["unlock", "-i", `${project.folder}/clusters.json`, ...flags], { HOME: project.home });

  beforeAll(async () => {
    project = await makeProject(
      hosts.map((host) => nodeOf(host)),
      hosts,
      "ServerAliveInterval 60",
    );
  });
  beforeEach(() => everywhere(`rm -f ${marks} ${go}`));
  afterAll(async () => {
    await everywhere(`rm -f ${marks} ${go}`);
    await project.remove();
  });

  it("of ten runs at once lets one work, and the others say who it is", async () => {
    const plays = await Promise.all(Array.from({ length: 10 }, (_, index) => start(long, `run${index}`)));
    const refused = await firstEnded(plays, 9);
    await everywhere(`touch ${go}`);
    const working = plays.filter((play) => !refused.includes(play));
    expect(working).toHaveLength(1);
    const [winner] = working;
    if (!winner) return;
    const [{ exitCode, recap }, id] = await Promise.all([winner.ended, runIdOf(winner)]);
    expect({ exitCode, changed: [...recap.values()].map(({ changed }) => changed) }).toEqual({
      exitCode: 0,
      changed: [1, 1, 1],
    });
    for (const play of refused) {
      const ended = await play.ended;
      expect({ exitCode: ended.exitCode, stderr: ended.stderr }).toEqual({ exitCode: 3, stderr: "" });
      for (const failure of lockedBy(ended)) {
        expect(failure).toMatchObject({ kind: "locked", hint: expect.stringContaining("lab unlock cp1") });
        expect(failure?.message).toMatch(
          new RegExp(`locked by run ${id} of \\S+@\\S+ \\(pid \\d+\\), since `),
        );
      }
    }
    const mark = `run${plays.indexOf(winner)}`;
    expect(await marksOf()).toEqual(names.map(() => [mark, mark]));
  });

  it("is never found by a run right after a run", async () => {
    for (const mark of ["1", "2", "3", "4", "5"]) expect((await run(short, mark)).exitCode).toBe(0);
    expect(await marksOf()).toEqual(names.map(() => ["1", "2", "3", "4", "5"]));
  });

  it("outlives a lab that is killed until the last script has ended, and no longer", async () => {
    const killed = await start(long, "killed");
    await onAll(killed, begun);
    killed.interrupt("SIGKILL");
    await killed.ended;
    expect((await run(short, "refused")).exitCode).toBe(3);
    const next = await start(short, "next", "--lock-timeout", "120");
    await next.until((event) => event.kind === "warning" && event.problem.message.includes("waiting up to"));
    await everywhere(`touch ${go}`);
    expect((await next.ended).exitCode).toBe(0);
    expect(await marksOf()).toEqual(names.map(() => ["killed", "killed", "next"]));
  });

  it("expires when its holder gives no sign of life, and the holder cannot go on", async () => {
    const silent = await start(idle, "");
    await onAll(silent, retried);
    silent.interrupt("SIGSTOP");
    expect((await run(short, "refused")).exitCode).toBe(3);
    await everywhere(
      "cd /run/lab/lock; n=$(ls | sed -n 's/^lock[.]//p' | sort -n | tail -n 1); " +
        "echo $(($(cut -d. -f1 /proc/uptime) - 61)) >beat.$n",
    );
    expect((await run(short, "next")).exitCode).toBe(0);
    silent.interrupt("SIGCONT");
    const { exitCode, recap } = await silent.ended;
    expect(exitCode).toBe(4);
    for (const name of names) expect(recap.get(name)).toMatchObject({ unreachable: 1 });
    expect(await marksOf()).toEqual(names.map(() => ["next"]));
    const stopped = await everywhere("grep -l '^State:.T' /proc/[0-9]*/status");
    expect(stopped.map(({ stdout }) => stdout)).toEqual(["", "", ""]);
  });

  it("is shown and removed by lab unlock, which ends its holder", async () => {
    const idling = await start(idle, "");
    await onAll(idling, retried);
    const id = await runIdOf(idling);
    const shown = await unlock("--list");
    expect({ exitCode: shown.exitCode, stderr: shown.stderr }).toEqual({ exitCode: 0, stderr: "" });
    for (const name of names) expect(shown.stdout).toContain(`${name}: locked by run ${id} of `);
    expect(await unlock()).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("--yes") });
    expect((await unlock("cp1", "--yes")).stdout).toMatch(/^cp1: locked by .*\ncp1: unlocked\n$/);
    expect((await unlock("workers", "--yes")).stdout).toContain("worker2: unlocked\n");
    expect((await unlock("--list")).stdout).toBe("cp1: free\nworker1: free\nworker2: free\n");
    expect((await run(short, "next")).exitCode).toBe(0);
    expect((await idling.ended).exitCode).toBe(4);
  });
});
