import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { HostPlay, HostStep } from "../../../src/playbook/host-task.ts";
import { Scope, unknownResult } from "../../../src/playbook/scope.ts";
import { commandModule } from "../../../src/resources/command.ts";
import { probeOf } from "../../../src/resources/probe.ts";
import type { Resource } from "../../../src/resources/resource.ts";
import { flag } from "./flag-resource.ts";
import { hostHandler, hostPlay, hostTask, meta } from "./host-play.ts";
import { noFiles } from "./no-files.ts";
import { playLocally, readyPlay } from "./play-locally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-engine-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

async function play(what: HostPlay, mode: "run" | "check" = "run") {
  const result = await playLocally([readyPlay("p", ["node1"], () => what)], { check: mode === "check" });
  return { ...result, succeeded: result.exitCode === 0 };
}

describe("a play on one host", () => {
  it("costs one frame when everything is as asked for, however many tasks there are", async () => {
    const tasks = Array.from({ length: 40 }, (_, index) => hostTask(`task ${index}`, flag(at("there"))));
    writeFileSync(at("there"), "");
    const { told, frames } = await play(hostPlay(tasks));
    expect(new Set(told.map((line) => line.split(": ")[1]))).toEqual(new Set(["ok"]));
    expect(frames).toBe(1);
  });

  it("costs one more frame for each change, and verifies it", async () => {
    const tasks = ["a", "b", "c"].map((name) => hostTask(name, flag(at(name))));
    writeFileSync(at("b"), "");
    const { told, frames } = await play(hostPlay(tasks));
    expect(told).toEqual(["a: changed", "b: ok", "c: changed"]);
    expect(frames).toBe(3);
  });

  it("asks after a change what is of use before the next one, and no more", async () => {
    const names = Array.from({ length: 10 }, (_, index) => `f${index}`);
    const counted = probeOf(
      {
        name: "counted",
        script: (queries: readonly string[]) =>
          queries.map((name) => `echo ${name} >>'${at("asked")}'`).join("\n"),
        parse: (_stdout, queries) => queries.map(() => true),
      },
      (name) => name,
    );
    const tasks = names.map((name) => hostTask(name, flag(at(name)), { uses: { own: counted(name) } }));
    expect((await play(hostPlay(tasks))).succeeded).toBe(true);
    const asked = readFileSync(at("asked"), "utf8").trim().split("\n");
    expect(asked).toEqual([...names, ...names.slice(1)]);
  });

  it("fails a change that does not lead to the state asked for, and stops there", async () => {
    const tasks = [hostTask("vain", flag(at("a"), { script: "true" })), hostTask("next", flag(at("b")))];
    const { succeeded, told } = await play(hostPlay(tasks));
    expect(succeeded).toBe(false);
    expect(told).toEqual([`vain: failed, applied, but did not converge: make ${at("a")}`]);
    expect(existsSync(at("b"))).toBe(false);
  });

  it("goes on after a failure that is to be ignored", async () => {
    const broken = hostTask("broken", flag(at("a"), { script: "exit 3" }), { ignoreErrors: true });
    const { succeeded, told } = await play(hostPlay([broken, hostTask("next", flag(at("b")))]));
    expect(succeeded).toBe(true);
    expect(told).toEqual([`broken: failed, make ${at("a")}: exit code 3`, "next: changed"]);
  });

  it("passes on output line by line, without what separates the parts of a frame", async () => {
    const script = `touch '${at("a")}'; printf 'one\\n\\ntwo'`;
    const { lines } = await play(hostPlay([hostTask("talk", flag(at("a"), { script }))]));
    expect(lines).toEqual(["one", "", "two"]);
  });

  it("runs handlers once, in their own order, when something changed", async () => {
    const handlers = [hostHandler("first", flag(at("h1"))), hostHandler("second", flag(at("h2")))];
    const tasks = [
      hostTask("a", flag(at("a")), { notify: ["second"] }),
      hostTask("b", flag(at("b")), { notify: ["first", "second"] }),
    ];
    expect((await play(hostPlay(tasks, handlers))).told).toEqual([
      "a: changed",
      "b: changed",
      "handler first: changed",
      "handler second: changed",
    ]);
    expect((await play(hostPlay(tasks, handlers))).told).toEqual(["a: ok", "b: ok"]);
  });

  it("runs notified handlers where a role flushes them", async () => {
    const tasks: HostStep[] = [
      hostTask("a", flag(at("a")), { notify: ["restart"] }),
      meta("flush_handlers"),
      hostTask("b", flag(at("b"), { needs: at("restarted") })),
    ];
    const { told } = await play(hostPlay(tasks, [hostHandler("restart", flag(at("restarted")))]));
    expect(told).toEqual(["a: changed", "handler restart: changed", "b: changed"]);
  });
});

describe("a check", () => {
  const fresh = () =>
    hostPlay(
      [
        hostTask("install", flag(at("a"), { script: `touch '${at("a")}' '${at("b")}'` }), {
          notify: ["restart"],
        }),
        hostTask("brought along", flag(at("b"), { needs: at("a") })),
        hostTask("needs d", flag(at("c"), { needs: at("d") })),
        hostTask("makes d", flag(at("d"))),
      ],
      [hostHandler("restart", flag(at("restarted")))],
    );

  it("carries changes forward, defers what they may cure, and never writes", async () => {
    const { told, frames } = await play(fresh(), "check");
    expect(told).toEqual([
      "install: changed",
      "brought along: changed",
      `needs d: deferred, waits for flag ${at("a")} and flag ${at("b")} (${at("d")} does not exist)`,
      "makes d: changed",
      "handler restart: changed",
    ]);
    expect(frames).toBe(1);
    expect(existsSync(at("a"))).toBe(false);
  });

  it("announces as changed what the run reports as changed, also what comes along with an earlier change", async () => {
    const steps = fresh().steps.slice(0, 2);
    const { told } = await play(hostPlay(steps));
    expect(told).toEqual(["install: changed", "brought along: changed, through an earlier change"]);
  });

  it("says that a task would fail when nothing planned before it could help", async () => {
    const { succeeded, told } = await play(
      hostPlay([hostTask("b", flag(at("b"), { needs: at("a") }))]),
      "check",
    );
    expect(told).toEqual([`b: failed, ${at("a")} does not exist`]);
    expect(succeeded).toBe(false);
  });

  it("knows the result of what is no command, and judges later tasks by it, also those of a later play", async () => {
    const first = hostTask("make it", flag(at("a")), { register: "made" });
    const second = hostTask("if made", flag(at("b")), {
      shouldRun: (scope) => Object(scope.lookUp("made")).changed === true,
    });
    const scope = new Scope(new Map(), new Map([["made", unknownResult("make it")]]));
    const plays = [hostPlay([first, second]), hostPlay([second])].map((what) =>
      readyPlay("p", ["node1"], () => ({ ...what, scope })),
    );
    const { told, frames } = await playLocally(plays, { check: true });
    expect(frames).toBe(1);
    expect(told).toEqual(["make it: changed", "if made: changed", "if made: ok"]);
  });

  it("defers what fails now and may hold later, and the run does not call it changed", async () => {
    const assertion = (): Resource => {
      const probe = flag(at("a")).probes;
      return {
        id: "assert",
        probes: probe,
        plan: ({ self }) =>
          Object(self).exists
            ? { kind: "changes", changes: [] }
            : { kind: "failed", message: "a is missing" },
      };
    };
    const steps = [
      hostTask("command", flag(at("b"), { script: `touch '${at("a")}' '${at("b")}'` })),
      hostTask("hold", assertion()),
    ];
    expect((await play(hostPlay(steps), "check")).told).toEqual([
      "command: changed",
      `hold: deferred, waits for flag ${at("b")} (a is missing)`,
    ]);
    expect((await play(hostPlay(steps))).told).toEqual(["command: changed", "hold: ok"]);
  });

  it("defers what waits for the output of a command, and what it would notify", async () => {
    const command = commandModule.build({ cmd: "true" }, noFiles);
    const reader = hostTask(
      "use it",
      (scope) => {
        scope.lookUp("result");
        return flag(at("a"));
      },
      { notify: ["restart"] },
    );
    const what = hostPlay(
      [hostTask("ask", command, { register: "result" }), reader],
      [hostHandler("restart", flag(at("r")))],
    );
    const { told } = await play(
      { ...what, scope: what.scope.with({ result: unknownResult("ask") }) },
      "check",
    );
    expect(told).toEqual([
      "ask: changed",
      'use it: deferred, waits for task "ask"',
      'handler restart: deferred, runs if "use it" changes something',
    ]);
  });
});

describe("a handler that perhaps runs", () => {
  it("is no change to be announced where it would change nothing", async () => {
    const command = commandModule.build({ cmd: "true" }, noFiles);
    const reader = hostTask("use it", (scope) => flag(String(scope.lookUp("result"))), { notify: ["look"] });
    const looks: Resource = { id: "look", probes: {}, plan: () => ({ kind: "changes", changes: [] }) };
    const what = hostPlay(
      [hostTask("ask", command, { register: "result" }), reader],
      [hostHandler("look", looks)],
    );
    const scope = what.scope.with({ result: unknownResult("ask") });
    const { told } = await play({ ...what, scope }, "check");
    expect(told.at(-1)).toBe("handler look: ok");
  });
});

describe("a registered result", () => {
  it("is there for the tasks after it, with the names that Ansible uses", async () => {
    const command = commandModule.build({ cmd: "printf 'x\\ny\\n'" }, noFiles);
    const seen: unknown[] = [];
    const reader = hostTask("read", (scope) => {
      seen.push(scope.lookUp("result"));
      return flag(at("a"));
    });
    await play(hostPlay([hostTask("ask", command, { register: "result" }), reader]));
    expect(seen.at(-1)).toEqual({
      changed: true,
      failed: false,
      skipped: false,
      unreachable: false,
      msg: "",
      rc: 0,
      stdout: "x\ny",
      stderr: "",
      stdout_lines: ["x", "y"],
      stderr_lines: [],
    });
  });
});
