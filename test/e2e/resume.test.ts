import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SandboxHost } from "../../src/sandbox/sandbox-host.ts";
import { type LabResult, runLab } from "../run-lab.ts";
import { eventually } from "./eventually.ts";
import { sharedHost } from "./hosts.ts";
import { makeProject, nodeOf, type Project } from "./make-project.ts";
import { startPlay } from "./start-play.ts";

const root = "/srv/lab-resume";
const handlers = [{ name: "Restart", shell: `echo restarted >>${root}/restarts` }];
const tasks = [
  { name: "Root", directory: { path: root } },
  { name: "Config", copy: { dest: `${root}/config`, content: "{{ version }}\n" }, notify: "Restart" },
  { name: "Count", shell: `echo x >>${root}/count; wc -l <${root}/count`, register: "count" },
  { name: "Wait", shell: `echo begun >>${root}/begun; while [ ! -e ${root}/go ]; do sleep 0.1; done` },
  { name: "Gate", command: `test -e ${root}/gate` },
  { name: "Use", copy: { dest: `${root}/used`, content: "count {{ count.stdout }}\n" } },
];

describe("a run that is gone on with", () => {
  const hosts = [sharedHost("cp1"), sharedHost("worker1")];
  let project: Project;

  beforeAll(async () => {
    project = await makeProject(
      hosts.map((host) => nodeOf(host)),
      hosts,
    );
  });
  afterAll(async () => {
    await Promise.all(hosts.map((host) => host.exec(`rm -rf ${root}`)));
    await project.remove();
  });

  const lab = (...args: string[]): Promise<LabResult> =>
    runLab(args, { HOME: project.home, SSH_AUTH_SOCK: "" }, project.folder);
  const args = () => project.play(tasks, handlers);
  const all = (command: string) => Promise.all(hosts.map((host) => host.exec(command)));
  const read = async (host: SandboxHost, name: string) => (await host.exec(`cat ${root}/${name}`)).stdout;

  it("after SIGKILL and a failure ends as if nothing had happened: handlers run once, commands do not run twice", async () => {
    await all(`rm -rf ${root}`);
    const killed = startPlay([...(await args()), "-e", "version=1"], project.home, project.folder);
    for (const { name } of hosts) {
      await killed.until(
        (event) => event.kind === "task-start" && event.task === "Wait" && event.host === name,
      );
    }
    killed.interrupt("SIGKILL");
    await killed.ended;
    expect((await lab("runs")).stdout).toContain("killed");

    const without = await lab("play", ...(await args()), "--resume");
    expect(without.exitCode).toBe(1);

    await all(`mkdir -p ${root}; touch ${root}/go`);
    const failed = await lab("play", ...(await args()), "-e", "version=1", "--resume", "-o", "plain");
    expect(failed.exitCode, failed.stdout + failed.stderr).toBe(3);
    expect(failed.stdout).toContain("failed: Gate");
    await expect(hosts[0]?.exec(`test ! -e ${root}/restarts`)).resolves.toBeDefined();

    await all(`touch ${root}/gate`);
    const checked = await lab(
      "play",
      ...(await args()),
      "-e",
      "version=1",
      "--resume",
      "--check",
      "-o",
      "plain",
    );
    expect(checked.stdout).toContain("would change: Restart (handler)");
    const done = await lab("play", ...(await args()), "-e", "version=1", "--resume", "-o", "plain");
    expect(done.exitCode, done.stdout + done.stderr).toBe(0);
    for (const host of hosts) {
      expect(await read(host, "count")).toBe("x\n");
      expect(await read(host, "restarts")).toBe("restarted\n");
      expect(await read(host, "used")).toBe("count 1\n");
    }
  });

  it("is refused where there is nothing to go on with", async () => {
    const well = await lab("play", ...(await args()), "-e", "version=1", "--resume");
    expect(well.exitCode).toBe(1);
    expect(well.stderr).toMatch(/the run \S+ has ended well/);
    const wrong = await lab(
      "play",
      ...(await args()),
      "-e",
      "version=1",
      "--resume",
      "20300101-000000-000000",
    );
    expect(wrong.stderr).toMatch(/there is no run "20300101-000000-000000"/);
  });

  it("finds a script at its end that went on, and on printing, when lab was killed", async () => {
    await all(`rm -rf ${root}; mkdir -p ${root}`);
    const talk = `for i in $(seq 40); do echo "line $i"; echo "line $i" >&2; sleep 0.05; done; echo end >${root}/end`;
    const talking = await project.play([{ name: "Talk", shell: talk }]);
    const killed = startPlay(talking, project.home, project.folder);
    await killed.until((event) => event.kind === "output" && event.line === "line 3");
    killed.interrupt("SIGKILL");
    await killed.ended;
    for (const host of hosts) {
      const isThere = async () => (await host.exec(`test -e ${root}/end && echo yes || echo no`)).stdout;
      expect(await eventually(isThere, "yes\n")).toBe("yes\n");
    }
  });
});
