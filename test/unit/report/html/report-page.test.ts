import { describe, expect, it } from "vitest";
import type { RunEvent } from "../../../../src/engine/event.ts";
import { reportPage } from "../../../../src/report/html/report-page.ts";
import { eventAt, recapOf, taskEnd } from "../../record/make-run.ts";

const head = { outcome: "1 host failed", isGood: false, facts: [["run", "20260131"]] } as const;
const hostile = `"><script>alert(1)</script><img src=x onerror='alert(2)'>`;

function startOf(hosts: readonly string[]): RunEvent {
  const playbook = "site.yaml";
  return eventAt(0, { kind: "run-start", run: "r", playbook, check: false, resumes: null, hosts } as const);
}

describe("reportPage", () => {
  it("shows what hosts and playbooks say as text, wherever it stands", () => {
    const failure = {
      kind: "failed",
      task: hostile,
      message: hostile,
      detail: hostile,
      hint: hostile,
    } as const;
    const change = { title: hostile, diff: `@@ -1 +1 @@\n+${hostile}` };
    const events = [
      startOf([hostile]),
      eventAt(1, { kind: "warning", problem: { message: hostile, hint: hostile } } as const),
      eventAt(1, { kind: "play-stopped", play: hostile, message: hostile } as const),
      taskEnd(2, hostile, hostile, {
        outcome: "changed",
        changes: [change],
        message: hostile,
        role: hostile,
      }),
      taskEnd(3, hostile, hostile, { outcome: "failed", failure }),
      eventAt(4, {
        kind: "undo",
        host: hostile,
        change: hostile,
        outcome: "failed",
        message: hostile,
      } as const),
      eventAt(5, { kind: "task-start", host: hostile, task: hostile } as const),
      eventAt(6, {
        kind: "run-end",
        check: false,
        interrupted: true,
        seconds: 1,
        recap: [recapOf(hostile, { failed: 1, failure })],
      } as const),
    ];
    const page = reportPage(events, { ...head, outcome: hostile, facts: [[hostile, hostile]] });
    expect(page.match(/<(script|img)/g)).toBeNull();
    expect(page.match(/&lt;script&gt;alert\(1\)/g)?.length).toBeGreaterThan(15);
  });

  it("lets no control character through", () => {
    const page = reportPage([startOf(["cp1"]), taskEnd(1, "cp1", "\u001b[2Jgone\u202eback\u0007")], head);
    expect([...page].filter((char) => /(?!\n)[\p{Cc}\u202e]/u.test(char))).toEqual([]);
    expect(page).toContain("goneback");
  });

  it("shows the same change of many hosts once, and the same failure once", () => {
    const hosts = ["cp1", "worker1", "worker2"];
    const failure = { kind: "failed", task: "Look", message: "exit code 9", detail: "", hint: "" } as const;
    const events = hosts.flatMap((host) => [
      taskEnd(1, host, "Write", {
        outcome: "changed",
        changes: [{ title: "/etc/motd", diff: "@@\n+hello" }],
      }),
      taskEnd(2, host, "Look", { outcome: "failed", failure }),
    ]);
    const page = reportPage([startOf(hosts), ...events], head);
    expect(page.split("<h3>/etc/motd</h3>")).toHaveLength(2);
    expect(page.split('<p class="message">exit code 9</p>')).toHaveLength(2);
    expect(page).toContain("on 3 hosts: cp1, worker1, worker2");
  });

  it("stays below 8 MiB for 100 hosts that change 200 files each", () => {
    const hosts = Array.from({ length: 100 }, (_, index) => `node${index}`);
    const events = hosts.flatMap((host) =>
      Array.from({ length: 200 }, (_, task) => {
        const changes = [{ title: `/etc/file${task}`, diff: `@@\n+${host} ${"x".repeat(1_000)}` }];
        return taskEnd(task * 100, host, `Write file ${task}`, {
          outcome: "changed",
          changes,
          seconds: 0.09,
        });
      }),
    );
    const page = reportPage([startOf(hosts), ...events], head);
    expect(page.length).toBeLessThan(8 * 1024 * 1024);
    expect(page).toContain("the page would be too large");
  });
});
