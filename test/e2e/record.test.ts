import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runLab } from "../run-lab.ts";
import { sharedHost } from "./hosts.ts";
import { makeProject, nodeOf, type Project } from "./make-project.ts";
import { startPlay } from "./start-play.ts";

const [failing, fine] = [sharedHost("cp1"), sharedHost("worker1")];
const hosts = [failing, fine];
const canary = "canary-52f1e88b";

const tasks = [
  { name: "Begin anew", shell: "rm -rf /tmp/lab-recorded", changed_when: false },
  { name: "Write a file", copy: { dest: "/tmp/lab-recorded", content: "recorded\n" } },
  { name: "Write a secret", copy: { dest: "/tmp/lab-recorded", content: canary, secret: true } },
  { name: "Use a secret", shell: { cmd: "cat >/dev/null", stdin: "{{ api_token }}" } },
  { name: "Hide all", shell: `echo ${canary}; echo ${canary} >&2`, no_log: true },
  { name: "Fail", shell: "echo broken >&2; exit 7", when: 'inventory_hostname == "cp1"' },
  { name: "End", file: { path: "/tmp/lab-recorded", state: "absent" } },
];

/** Every file below a folder, with what is in it. */
function filesIn(folder: string): Map<string, string> {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return new Map(paths.map((path) => [path, readFileSync(path, "utf8")]));
}

describe("the record of a run", () => {
  let project: Project;
  const folder = mkdtempSync(join(tmpdir(), "lab-record-"));
  const lab = (...args: string[]) => runLab(args, { HOME: project.home, SSH_AUTH_SOCK: "" }, folder);

  beforeAll(async () => {
    project = await makeProject(
      hosts.map((host) => nodeOf(host)),
      hosts,
    );
    await mkdir(join(project.folder, "group_vars"));
    const variables = join(project.folder, "group_vars/all.yaml");
    await writeFile(variables, `api_token: !secret ${canary}\n`, { mode: 0o600 });
  });
  afterAll(async () => {
    await Promise.all(hosts.map((host) => host.exec("rm -rf /tmp/lab-recorded")));
    await project.remove();
    rmSync(folder, { recursive: true });
  });

  it("tells what each host did and what failed, and the run says where", async () => {
    const args = await project.play(tasks);
    const { exitCode, stdout, stderr } = await lab("play", ...args);
    expect(exitCode, stderr).toBe(3);
    const [, id = ""] = /^ {2}look at it +lab runs show (\S+)$/m.exec(stdout) ?? [];
    const shown = (await lab("runs", "show")).stdout;
    expect(shown).toContain(`run ${id}: 1 host failed`);
    expect(shown).toMatch(/changed: Write a file, on all 2 hosts/);
    expect(shown).toMatch(/failed: Fail, on cp1\n {2}the command ended with exit code 7\n {2}\| broken/);
    const [run] = JSON.parse((await lab("runs", "--json")).stdout);
    expect(run).toMatchObject({ id, state: "ended", exitCode: 3, check: false, totals: { failed: 1 } });
  });

  it("holds secrets in none of its files, logs and pages, in no form", async () => {
    expect((await lab("report")).exitCode).toBe(0);
    const files = filesIn(join(folder, ".lab"));
    const names = [...files.keys()].map((path) => path.split("/").at(-1) ?? "");
    expect(names).toEqual(
      expect.arrayContaining([
        "compiled.json",
        "events.jsonl",
        "journal.jsonl",
        "run.json",
        "report.html",
        "lab.log",
        "error.log",
      ]),
    );
    const forms = [canary, Buffer.from(canary).toString("base64").slice(0, 16), encodeURIComponent(canary)];
    const leaks = [...files].filter(([, text]) => forms.some((form) => text.includes(form)));
    expect(leaks.map(([path]) => path)).toEqual([]);
  });

  it("lets the next run be about the hosts that failed", async () => {
    const args = await project.play(tasks);
    const { stdout } = await lab("play", ...args, "--limit", "@failed", "--list-hosts");
    expect(stdout).toContain("cp1");
    expect(stdout).not.toContain("worker1");
    const none = await lab("play", ...args, "--limit", "@unreachable");
    expect(none.exitCode).toBe(1);
    expect(none.stderr).toContain("no host was unreachable in run");
  });

  it("of a check says that nothing was written", async () => {
    const args = await project.play(tasks.slice(1, 2));
    expect((await lab("play", ...args, "--check")).exitCode).toBe(0);
    expect((await lab("runs")).stdout.split("\n")[1]).toMatch(/ check +2 .*2 would change$/);
  });

  it("of a run that is killed has all events up to then, and says that it was killed", async () => {
    const args = await project.play([{ name: "Wait", shell: "echo begun; sleep 600" }]);
    const play = startPlay(args, project.home, folder);
    await Promise.all(
      hosts.map(({ name }) => play.until((event) => event.kind === "output" && event.host === name)),
    );
    const running = (await lab("runs")).stdout;
    play.interrupt("SIGKILL");
    const { events } = await play.ended;
    // What goes on running on the hosts would hold their locks.
    await Promise.all(hosts.map((host) => host.exec("pkill -f 'sleep 600'")));
    expect(running.split("\n")[1]).toMatch(/ running$/);
    expect((await lab("runs")).stdout.split("\n")[1]).toMatch(/ killed$/);
    const shown = (await lab("runs", "show")).stdout;
    for (const { name } of hosts) expect(shown).toContain(`not finished: Wait, on ${name}`);
    const [run] = JSON.parse((await lab("runs", "--json")).stdout);
    const recorded = readFileSync(join(folder, ".lab/runs", run.id, "events.jsonl"), "utf8");
    expect(recorded.split("\n").slice(0, events.length)).toEqual(
      events.map((event) => JSON.stringify(event)),
    );
  });
});
