import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConnectionError } from "../../../src/errors.ts";
import { shellModule } from "../../../src/resources/shell.ts";
import { flag } from "./flag-resource.ts";
import { hostPlay, hostTask } from "./host-play.ts";
import { machines } from "./many-machines.ts";
import { noFiles } from "./no-files.ts";
import { playLocally, readyPlay } from "./play-locally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-rollback-run-"));
  writeFileSync(join(folder, "log"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));
const lines = (): string[] => readFileSync(join(folder, "log"), "utf8").split("\n").filter(Boolean);

/** A command that leaves a line, and another one when it is taken back. */
const step = (host: string, name: string) => {
  const log = join(folder, "log");
  const script = { cmd: `echo "${host} ${name}" >>${log}`, undo: `echo "not ${host} ${name}" >>${log}` };
  return hostTask(name, shellModule.build(script, noFiles));
};
const fails = (name: string) => hostTask(name, flag(join(folder, name), { script: "exit 1" }));

const prepare = readyPlay("prepare", ["w1", "w2"], (host) => hostPlay([step(host, "prepare")]), {
  serial: [{ kind: "hosts", count: 1 }],
});
const joins = (rollsBackRun: boolean) =>
  readyPlay("join", ["w1"], (host) => hostPlay([step(host, "join"), fails("verify")]), { rollsBackRun });
const after = readyPlay("after", ["w2"], (host) => hostPlay([step(host, "after")]));

describe("a play that takes the whole run back", () => {
  it("does so on all hosts, the last change first, and ends the run", async () => {
    const { exitCode, recap } = await playLocally([prepare, joins(true), after], machines());
    expect(exitCode).toBe(3);
    const made = ["w1 prepare", "w2 prepare", "w1 join"];
    expect(lines()).toEqual([...made, ...made.toReversed().map((line) => `not ${line}`)]);
    expect(recap.w2).toMatchObject({ undone: 1 });
  });

  it("leaves it to others where it does not say so", async () => {
    await playLocally([prepare, joins(false), after], machines());
    expect(lines().filter((line) => line.startsWith("not"))).toEqual([]);
    expect(lines()).toContain("w2 after");
  });

  it("ends for all hosts as soon as one is lost, before the others change anything", async () => {
    const join = readyPlay("join", ["w1", "w2"], (host) => hostPlay([step(host, "join")]), {
      rollsBackRun: true,
      isLockstep: true,
    });
    const { exitCode, events } = await playLocally([join], machines(["w1"]));
    expect(lines()).toEqual([]);
    expect(exitCode).toBe(4);
    const stops = events.flatMap((event) => (event.kind === "play-stopped" ? [event.message] : []));
    expect(stops).toEqual(["w1 failed, and rollback: run ends the play for all hosts"]);
  });

  it("goes on with the others where one is lost by then, and says so", async () => {
    const { transport } = machines();
    const open: typeof transport.open = async (target, options) => {
      const shell = await transport.open(target, options);
      const run = shell.run.bind(shell);
      if (target.name === "w2") {
        shell.run = (frame, signal) =>
          /^lab_undo "\$lab_journal"/m.test(frame.script)
            ? Promise.reject(new ConnectionError("w2", "w2 is lost", ""))
            : run(frame, signal);
      }
      return shell;
    };
    const { events } = await playLocally([prepare, joins(true)], { transport: { open } });
    const undone = events.flatMap((event) =>
      event.kind === "undo" ? [`${event.host} ${event.outcome}: ${event.message}`] : [],
    );
    expect(undone).toContain("w2 failed: w2 is lost");
    expect(lines()).toEqual(expect.arrayContaining(["not w1 join", "not w1 prepare"]));
  });
});
