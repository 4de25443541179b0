import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { type PlayResult, playLab } from "../run-lab.ts";
import { eventually } from "./eventually.ts";
import { sharedHost, sharedHosts, sharedInventory } from "./hosts.ts";
import { startPlay } from "./start-play.ts";

/** Where all of these tests leave their traces on the hosts. */
const traces = "/tmp/lab-language";
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lab-language-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));
beforeEach(async () => {
  await Promise.all(sharedHosts().map((host) => host.exec(`rm -rf ${traces}; mkdir ${traces}`)));
});

async function playbook(text: string): Promise<string> {
  const path = join(folder, "play.yaml");
  await writeFile(path, text.replaceAll("TRACES", traces));
  return path;
}

async function play(text: string, ...flags: readonly string[]): Promise<PlayResult> {
  return playLab(await playbook(text), "-i", sharedInventory(), ...flags);
}

/** What stands in a file below the traces of a host, without the last line end; empty where there is none. */
async function trace(host: string, file: string): Promise<string> {
  const { stdout } = await sharedHost(host).exec(`cat ${traces}/${file} 2>/dev/null || true`);
  return stdout.trimEnd();
}

describe("handlers", () => {
  it("run once, after the tasks or where they are flushed, and not when nothing changed", async () => {
    const text = `
- hosts: worker1
  tasks:
    - copy: { dest: TRACES/a, content: "1" }
      notify: [Second, a topic]
    - copy: { dest: TRACES/b, content: "1" }
      notify: First
    - copy: { dest: TRACES/same, content: "" }
      notify: First
    - meta: flush_handlers
    - shell: echo between >>TRACES/log
      args_free: true
    - copy: { dest: TRACES/c, content: "1" }
      notify: First
    - shell: { cmd: echo last >>TRACES/log }
  handlers:
    - name: First
      shell: echo first >>TRACES/log
    - name: Second
      shell: echo second >>TRACES/log
    - name: Listener
      listen: a topic
      shell: echo listener >>TRACES/log
`.replace("      args_free: true\n", "");
    expect((await play(text)).exitCode).toBe(0);
    expect(await trace("worker1", "log")).toBe(
      "first\nsecond\nlistener\nbetween\nlast\nfirst".replace("\n\n", "\n"),
    );
    await sharedHost("worker1").exec(`rm ${traces}/log`);
    await play(text);
    expect(await trace("worker1", "log")).toBe("between\nlast");
  });
});

describe("serial", () => {
  // The lock can be had by one host at a time; whoever finds it taken fails.
  const locked = (strategy: string) => `
- hosts: workers
  ${strategy}
  tasks:
    - name: Take the lock
      command: mkdir TRACES/lock
      delegate_to: cp1
    - shell: echo "$(hostname) works" >>TRACES/log
    - copy: { dest: TRACES/work, content: done }
    - name: Give it back
      command: rmdir TRACES/lock
      delegate_to: cp1
`;

  it("1 brings one host at a time from its first to its last task", async () => {
    const { exitCode, recap } = await play(locked("serial: 1"));
    expect(exitCode).toBe(0);
    expect(recap.map((host) => host.failed)).toEqual([0, 0, 0]);
    for (const host of ["worker1", "worker2", "worker3"]) expect(await trace(host, "work")).toBe("done");
  });

  it("is what keeps the hosts apart: side by side only one of them gets the lock", async () => {
    const { exitCode, recap } = await play(locked("order: linear"));
    expect(exitCode).toBe(3);
    expect(recap.map((host) => host.failed).toSorted()).toEqual([0, 1, 1]);
  });

  it("stops before more hosts fail than are allowed", async () => {
    const { exitCode } = await play(`
- hosts: workers
  serial: 1
  max_fail_percentage: 0
  tasks:
    - copy: { dest: TRACES/begun, content: "" }
    - command: "false"
- hosts: workers
  tasks:
    - copy: { dest: TRACES/next-play, content: "" }
`);
    expect(exitCode).toBe(3);
    const begun = await Promise.all(
      ["worker1", "worker2", "worker3"].map(
        async (host) => (await sharedHost(host).exec(`ls ${traces}`)).stdout,
      ),
    );
    expect(begun).toEqual(["begun\n", "", ""]);
  });
});

describe("a block", () => {
  it("runs its rescue on the hosts that failed, and always on all", async () => {
    const { exitCode, recap } = await play(`
- hosts: worker1,worker2
  tasks:
    - block:
        - command: "test {{ inventory_hostname }} = worker2"
        - copy: { dest: TRACES/behind, content: "" }
      rescue:
        - copy: { dest: TRACES/rescued, content: "{{ failed_task }}: {{ failed_result.rc }}" }
      always:
        - copy: { dest: TRACES/always, content: "" }
`);
    expect(exitCode).toBe(0);
    expect(recap.map(({ rescued }) => rescued)).toEqual([1, 0]);
    const listing = async (host: string) =>
      (await sharedHost(host).exec(`ls ${traces}`)).stdout.trim().split("\n");
    expect(await listing("worker1")).toEqual(["always", "rescued"]);
    expect(await listing("worker2")).toEqual(["always", "behind"]);
    expect(await trace("worker1", "rescued")).toMatch(/^command.*: 1$/);
  });
});

describe("delegate_to", () => {
  it("acts on the other host, with the variables of its own", async () => {
    await play(`
- hosts: worker1,worker2
  tasks:
    - lineinfile: { path: TRACES/members, line: "{{ inventory_hostname }}", create: true }
      delegate_to: worker3
    - command: touch TRACES/once
      run_once: true
`);
    expect((await trace("worker3", "members")).split("\n").toSorted()).toEqual(["worker1", "worker2"]);
    for (const host of ["worker1", "worker2"]) expect(await trace(host, "members")).toBe("");
    const once = await Promise.all(
      ["worker1", "worker2"].map(async (host) => (await sharedHost(host).exec(`ls ${traces}`)).stdout),
    );
    expect(once).toEqual(["once\n", ""]);
  });

  it("localhost acts on the control machine", async () => {
    const file = join(folder, "local");
    const { exitCode } = await play(`
- hosts: worker1
  tasks:
    - copy: { dest: "${file}", content: "from {{ inventory_hostname }}" }
      delegate_to: localhost
`);
    expect(exitCode).toBe(0);
    expect((await sharedHost("worker1").exec(`ls ${file} 2>&1 || true`)).stdout).toContain("No such file");
  });
});

describe("until", () => {
  it("tries again until its condition holds, and no longer", async () => {
    const { exitCode } = await play(`
- hosts: worker1
  tasks:
    - shell: echo try >>TRACES/tries; wc -l <TRACES/tries
      register: tried
      until: tried.stdout == "3"
      retries: 10
      delay: 0
`);
    expect(exitCode).toBe(0);
    expect(await trace("worker1", "tries")).toBe("try\ntry\ntry");
  });
});

describe("a job with async", () => {
  const job = `echo begun >TRACES/job; tries=0
          until [ -e TRACES/release ] || [ "$tries" -ge 600 ]; do tries=$((tries + 1)); sleep 0.1; done
          echo ended >>TRACES/job; echo its output`;
  /** As the end of the link would: everything of the connection dies, and what is bound to it. */
  const cut = "pkill -KILL -f '^sshd: lab(@notty)?$'";

  it("outlives the connection, and lab comes back for its result", async () => {
    const path = await playbook(`
- hosts: worker1
  tasks:
    - name: Work
      shell: |
          ${job}
      async: 120
      poll: 1
      register: work
    - copy: { dest: TRACES/result, content: "{{ work.stdout }}" }
`);
    const host = sharedHost("worker1");
    const running = startPlay([path, "-i", sharedInventory()], folder);
    await running.until((event) => event.kind === "task-start");
    expect(await eventually(() => trace("worker1", "job"), "begun")).toBe("begun");
    await host.exec(cut);
    await host.exec(`touch ${traces}/release`);
    const { exitCode } = await running.ended;
    expect(await trace("worker1", "job")).toBe("begun\nended");
    expect(await trace("worker1", "result")).toBe("its output");
    expect(exitCode).toBe(0);
  });

  it("goes on when nobody waits for it, and async_status finds it", async () => {
    const path = await playbook(`
- hosts: worker1
  tasks:
    - shell: |
          ${job}
      async: 120
      poll: 0
      register: started
    - copy: { dest: TRACES/release, content: "" }
    - async_status: { jid: "{{ started.ansible_job_id }}" }
      register: status
      until: status.finished == 1
      retries: 100
      delay: 0.1
    - copy: { dest: TRACES/result, content: "{{ status.stdout }}" }
`);
    const { exitCode } = await playLab(path, "-i", sharedInventory());
    expect(exitCode).toBe(0);
    expect(await trace("worker1", "job")).toBe("begun\nended");
    expect(await trace("worker1", "result")).toBe("its output");
  });
});

describe("a check of all that", () => {
  it("announces exactly what the run then changes, and a second run changes nothing", async () => {
    const text = `
- hosts: workers
  vars: { data: TRACES }
  tasks:
    - set_fact: { target: "{{ data }}/{{ inventory_hostname }}" }
    - name: Make folders
      directory: { path: "{{ target }}/{{ item }}" }
      loop: [a, b]
      register: made
      notify: Mark
    - name: Note how many
      copy: { dest: "{{ target }}/count", content: "{{ length made.results }}" }
    - block:
        - name: Only on the second
          copy: { dest: TRACES/second, content: "" }
          when: inventory_hostname == "worker2"
        - name: Refuse the third
          fail: { msg: not you }
          when: inventory_hostname == "worker3"
      rescue:
        - name: Make up for it
          copy: { dest: TRACES/rescued, content: "{{ failed_task }}" }
    - name: Once
      copy: { dest: TRACES/once, content: "" }
      run_once: true
      register: once
    - name: For all, if that changed
      copy: { dest: TRACES/all, content: "" }
      when: once.changed
    - name: On the control plane
      lineinfile: { path: TRACES/members, line: "{{ inventory_hostname }}", create: true }
      delegate_to: cp1
    - command: cat /etc/hostname
      register: read
      check_mode: false
      changed_when: false
    - name: By what was read
      copy: { dest: "TRACES/read-{{ item }}", content: "" }
      loop: "{{ read.stdout_lines }}"
  handlers:
    - name: Mark
      copy: { dest: TRACES/marked, content: "" }
`;
    const check = await play(text, "--check");
    const before = await sharedHost("worker1").exec(`ls ${traces}`);
    expect(before.stdout).toBe("");
    const run = await play(text);
    expect(run.exitCode).toBe(0);
    expect(run.changed).toEqual(check.changed);
    expect(run.changed.length).toBeGreaterThan(20);
    const again = await play(text);
    expect(again.changed).toEqual([]);
    expect(again.exitCode).toBe(0);
  });
});
