import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HostTask } from "../../../src/playbook/host-task.ts";
import { isUnknown, Scope } from "../../../src/playbook/scope.ts";
import { commandModule } from "../../../src/resources/command.ts";
import { shellModule } from "../../../src/resources/shell.ts";
import { flag } from "./flag-resource.ts";
import { block, hostHandler, hostLoop, hostPlay, hostTask, meta, plain } from "./host-play.ts";
import { noFiles } from "./no-files.ts";
import { playLocally, readyPlay } from "./play-locally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-flow-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

const make = (name: string, rest: Parameters<typeof hostTask>[2] = {}) =>
  hostTask(name, flag(at(name)), rest);
const broken = (name: string, rest: Parameters<typeof hostTask>[2] = {}) =>
  hostTask(name, flag(at(name), { script: "exit 3" }), rest);
const shell = (name: string, cmd: string, rest: Parameters<typeof hostTask>[2] = {}) =>
  hostTask(name, shellModule.build({ cmd }, noFiles), rest);

const onOne = (what: ReturnType<typeof hostPlay>, check = false) =>
  playLocally([readyPlay("p", ["node1"], () => what)], { check });

/** Reads a field of a registered result. */
const result = (scope: Scope, name: string): Record<string, unknown> => Object(scope.lookUp(name));

describe("a block", () => {
  it("runs its rescue on failure only, and always what stands under always", async () => {
    const steps = (first: HostTask) => [
      block([first, make("a")], { rescue: [make("rescued")], always: [make("always")] }),
      make("after"),
    ];
    const failing = await onOne(hostPlay(steps(broken("x"))));
    expect(failing.told.map((line) => line.split(",")[0])).toEqual([
      "x: failed",
      "rescued: changed",
      "always: changed",
      "after: changed",
    ]);
    expect(failing.exitCode).toBe(0);
    expect(failing.recap.node1).toMatchObject({ failed: 0, rescued: 1, failure: null });
    rmSync(at("rescued"));
    const fine = await onOne(hostPlay(steps(make("y"))));
    expect(fine.told).toEqual(["y: changed", "a: changed", "always: ok", "after: ok"]);
    expect(existsSync(at("rescued"))).toBe(false);
  });

  it("ends the host when the rescue fails as well, and tells the first failure", async () => {
    const steps = [block([broken("x")], { rescue: [broken("y")], always: [make("always")] }), make("after")];
    const { exitCode, recap } = await onOne(hostPlay(steps));
    expect(exitCode).toBe(3);
    expect(recap.node1).toMatchObject({ failed: 1, rescued: 0, failure: { task: "x" } });
    expect(existsSync(at("always"))).toBe(true);
    expect(existsSync(at("after"))).toBe(false);
  });

  it("lets a failure pass where the rescue does nothing", async () => {
    const { exitCode, told } = await onOne(
      hostPlay([block([broken("x")], { rescue: [meta("noop")] }), make("after")]),
    );
    expect(exitCode).toBe(0);
    expect(told.at(-1)).toBe("after: changed");
  });

  it("tells its rescue what failed", async () => {
    const seen: unknown[] = [];
    const look = hostTask("look", (scope) => {
      seen.push(scope.lookUp("failed_task"), result(scope, "failed_result").rc);
      return flag(at("look"));
    });
    await onOne(hostPlay([block([shell("x", "exit 7")], { rescue: [look] })]));
    expect(seen.slice(-2)).toEqual(["x", 7]);
  });
});

describe("the order to end", () => {
  it("ends one host, whose handlers still run", async () => {
    const steps = [make("a", { notify: ["h"] }), meta("end_host"), make("b")];
    const { told } = await onOne(hostPlay(steps, [hostHandler("h", flag(at("h")))]));
    expect(told).toEqual(["a: changed", "handler h: changed"]);
  });

  it("lets handlers run also where hosts wait for each other", async () => {
    const steps = [make("a", { notify: ["h"] }), meta("end_play"), make("b")];
    const play = readyPlay("p", ["node1"], () => hostPlay(steps, [hostHandler("h", flag(at("h")))]), {
      isLockstep: true,
    });
    expect((await playLocally([play])).told).toEqual(["a: changed", "handler h: changed"]);
  });

  it("keeps later batches from beginning, in a check as in a run", async () => {
    const play = readyPlay("p", ["a", "b"], (host) => hostPlay([make(`on ${host}`), meta("end_play")]), {
      serial: [{ kind: "hosts", count: 1 }],
    });
    const check = await playLocally([play], { check: true });
    expect(check.told).toEqual(["on a: changed"]);
    expect((await playLocally([play])).told).toEqual(check.told);
  });

  it("ends the play for all hosts when one says so, and the next play runs", async () => {
    const first = readyPlay("one", ["a", "b"], (host) =>
      hostPlay([meta("end_play", host === "b"), make(`one-${host}`)]),
    );
    const second = readyPlay("two", ["a", "b"], (host) => hostPlay([make(`two-${host}`)]));
    const { told, exitCode } = await playLocally([first, second]);
    expect(told.toSorted()).toEqual(["two-a: changed", "two-b: changed"]);
    expect(exitCode).toBe(0);
  });
});

describe("a loop", () => {
  it("runs all rounds, also those after one that fails, and registers the results of all", async () => {
    const items = ["a", "b", "c"];
    const loop = hostLoop(
      "make",
      () =>
        items.map((item, index) =>
          shell(`make ${item}`, item === "b" ? "exit 1" : `echo ${item}`, {
            id: `make#${index}`,
            item,
            ignoreErrors: true,
          }),
        ),
      { register: "made", ignoreErrors: true },
    );
    const seen: unknown[] = [];
    const reader = hostTask("read", (scope) => {
      seen.push(scope.lookUp("made"));
      return flag(at("read"));
    });
    await onOne(hostPlay([loop, reader]));
    const made: unknown = seen.at(-1);
    expect(made).toMatchObject({ changed: false, failed: true, skipped: false });
    expect(
      Object(made).results.map((one: Record<string, unknown>) => [one.item, one.stdout, one.rc]),
    ).toEqual([
      ["a", "a", 0],
      ["b", "", 1],
      ["c", "c", 0],
    ]);
  });

  it("goes over what a command printed, which a check cannot know", async () => {
    const list = shell("list", "printf 'x\\ny\\n'", { register: "listed" });
    const loop = hostLoop("make", (scope) => {
      const names = result(scope, "listed").stdout_lines;
      return Array.isArray(names) ? names.map((name) => make(String(name))) : [];
    });
    const scope = new Scope(new Map(), new Map([["listed", { unknown: true, waitsFor: 'task "list"' }]]));
    const what = { ...hostPlay([list, loop]), scope };
    expect((await onOne(what, true)).told).toEqual([
      "list: changed",
      'make: deferred, waits for task "list"',
    ]);
    expect((await onOne(what)).told).toEqual(["list: changed", "x: changed", "y: changed"]);
  });
});

describe("what the playbook says of a result", () => {
  const verdicts = { until: null, failed: null, changed: null };

  it("decides whether a command failed or changed something", async () => {
    const fine = shell("fine", "exit 2", {
      register: "r",
      verdicts: { ...verdicts, failed: (scope) => result(scope, "r").rc !== 2, changed: () => false },
    });
    const bad = shell("bad", "echo no", {
      register: "r",
      verdicts: { ...verdicts, failed: (scope) => result(scope, "r").stdout === "no" },
    });
    const { told, recap } = await onOne(hostPlay([fine, bad]));
    expect(told).toEqual(["fine: ok", "bad: failed, "].map((line) => line.replace(/, $/, "")));
    expect(recap.node1?.failure).toMatchObject({ message: "failed_when is true", detail: "no" });
  });

  it("keeps a command that changes nothing out of a check, and defers one whose result decides", async () => {
    const reads = shell("reads", "true", { verdicts: { ...verdicts, changed: () => false } });
    const decides = shell("decides", "true", {
      register: "r",
      verdicts: {
        ...verdicts,
        changed: (scope) => result(scope, "r").rc === 0,
      },
    });
    expect((await onOne(hostPlay([reads, decides]), true)).told).toEqual([
      "reads: ok",
      "decides: deferred, its own result decides whether it counts as changed",
    ]);
  });

  it("tries again until it holds, and forgets what the host said before", async () => {
    const retry = { retries: 5, delayMs: 0, backoff: 2 };
    writeFileSync(at("count"), "");
    const counting = shell("count", `echo x >>${at("count")}; wc -l <${at("count")}`, {
      register: "r",
      surroundings: () => ({ ...plain, retry }),
      verdicts: { ...verdicts, until: (scope) => Number(result(scope, "r").stdout) >= 3 },
    });
    const { told, events } = await onOne(hostPlay([counting]));
    expect(told).toEqual(["count: changed"]);
    expect(readFileSync(at("count"), "utf8")).toBe("x\nx\nx\n");
    const tries = events.flatMap((event) => (event.kind === "task-retry" ? [event.attempt] : []));
    expect(tries).toEqual([2, 3]);
  });

  it("fails a task that never comes to it, with the number of attempts", async () => {
    const never = shell("never", "exit 1", {
      surroundings: () => ({ ...plain, retry: { retries: 2, delayMs: 0, backoff: 1 } }),
    });
    const { told } = await onOne(hostPlay([never]));
    expect(told).toEqual(["never: failed, tried 3 times: the command ended with exit code 1"]);
  });
});

describe("a variable that a task sets", () => {
  it("is there for later tasks and plays, and unknown where it waits for a result", async () => {
    const sets = hostTask("set", (scope) => ({
      id: "set_fact",
      probes: {},
      plan: () => ({ kind: "changes", changes: [] }),
      defines: { version: result(scope, "r").stdout },
    }));
    const ask = hostTask("ask", commandModule.build({ cmd: "echo 1.2" }, noFiles), { register: "r" });
    const seen: unknown[] = [];
    const reader = hostTask("read", (scope) => {
      seen.push(scope.lookUp("version"));
      return flag(at("read"));
    });
    const scope = new Scope(new Map(), new Map());
    const known = { ...sets, defines: ["version"], changesNothing: true };
    const plays = [
      readyPlay("one", ["node1"], () => ({ ...hostPlay([ask, known]), scope })),
      readyPlay("two", ["node1"], () => ({ ...hostPlay([reader]), scope })),
    ];
    const check = await playLocally(plays, { check: true });
    expect(check.told).toEqual([
      "ask: changed",
      'set: ok, waits for task "ask"',
      'read: deferred, waits for task "set"',
    ]);
    expect(seen.some(isUnknown)).toBe(false);
    await playLocally(plays);
    expect(seen.at(-1)).toBe("1.2");
  });
});
