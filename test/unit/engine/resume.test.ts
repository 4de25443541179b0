import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Note } from "../../../src/engine/note.ts";
import { RunNotes } from "../../../src/engine/run-notes.ts";
import type { HostPlay } from "../../../src/playbook/host-task.ts";
import { commandModule } from "../../../src/resources/command.ts";
import { shellModule } from "../../../src/resources/shell.ts";
import { flag } from "./flag-resource.ts";
import { block, hostHandler, hostPlay, hostTask } from "./host-play.ts";
import { noFiles } from "./no-files.ts";
import { playLocally, readyPlay } from "./play-locally.ts";

let folder: string;
let notes: Note[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-resume-"));
  notes = [];
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);

/** Runs a play that goes on with what was noted before, and notes on its own. */
async function play(what: HostPlay, { check = false } = {}) {
  const earlier = notes;
  notes = [];
  const added = new RunNotes((note) => notes.push(note), undefined, JSON.parse(JSON.stringify(earlier)));
  return playLocally([readyPlay("p", ["node1"], () => what)], { notes: added, check });
}

const say = (cmd: string, rest: object = {}) => shellModule.build({ cmd, ...rest }, noFiles);
const log = (word: string) => say(`echo ${word} >>'${at("log")}'`);
const lines = (): string[] =>
  existsSync(at("log")) ? readFileSync(at("log"), "utf8").trim().split("\n") : [];
const needsGate = hostTask("gate", () => commandModule.build({ cmd: `test -e ${at("gate")}` }, noFiles));

describe("a run that is resumed", () => {
  it("runs the handlers that were notified before the failure, once", async () => {
    const handlers = [hostHandler("restart", log("restarted"))];
    const tasks = [hostTask("config", flag(at("config")), { notify: ["restart"] }), needsGate];
    expect((await play(hostPlay(tasks, handlers))).exitCode).toBe(3);
    writeFileSync(at("gate"), "");
    expect((await play(hostPlay(tasks, handlers), { check: true })).told).toContain(
      "handler restart: changed",
    );
    expect(lines()).toEqual([]);
    const { told } = await play(hostPlay(tasks, handlers));
    expect(told).toEqual(["config: ok", "gate: changed", "handler restart: changed"]);
    expect((await play(hostPlay(tasks, handlers))).told).not.toContain("handler restart: changed");
    expect(lines()).toEqual(["restarted"]);
  });

  it("does not repeat commands, and has their results", async () => {
    const tasks = [
      hostTask("count", say(`echo x >>'${at("log")}'; echo result-7`), { register: "count" }),
      needsGate,
      hostTask("use", (scope) => flag(at(String(Reflect.get(Object(scope.lookUp("count")), "stdout"))))),
    ];
    await play(hostPlay(tasks));
    writeFileSync(at("gate"), "");
    expect((await play(hostPlay(tasks))).told).toEqual([
      "count: ok, done by the run that is resumed",
      "gate: changed",
      "use: changed",
    ]);
    expect(lines()).toEqual(["x"]);
    expect(existsSync(at("result-7"))).toBe(true);
  });

  it("runs a command again whose condition does not hold any more", async () => {
    const made = at("made");
    const tasks = [
      hostTask("make", say(`touch '${made}'; echo made >>'${at("log")}'`, { creates: made })),
      needsGate,
    ];
    await play(hostPlay(tasks));
    rmSync(made);
    await play(hostPlay(tasks));
    expect(lines()).toEqual(["made", "made"]);
  });

  it("runs a command again that the first run did not end", async () => {
    const tasks = [hostTask("act", log("act"))];
    notes = [{ kind: "announced", host: "node1", play: "p#0", tasks: ['[null,"act",""]'] }];
    await play(hostPlay(tasks));
    expect(lines()).toEqual(["act"]);
  });

  it("counts as changed what the first run changed without getting to say so, and notifies", async () => {
    const handlers = [hostHandler("restart", log("restarted"))];
    const tasks = [hostTask("config", flag(at("config")), { notify: ["restart"] })];
    writeFileSync(at("config"), "");
    notes = [{ kind: "announced", host: "node1", play: "p#0", tasks: ['[null,"config",""]'] }];
    const earlier = notes;
    expect((await play(hostPlay(tasks, handlers), { check: true })).told).toEqual([
      "config: changed, through the run that is resumed",
      "handler restart: changed",
    ]);
    notes = earlier;
    expect((await play(hostPlay(tasks, handlers))).told).toEqual([
      "config: changed, through an earlier change",
      "handler restart: changed",
    ]);
  });

  it("hands on what it could not finish itself", async () => {
    const handlers = [hostHandler("restart", log("restarted"))];
    const tasks = [
      hostTask("config", flag(at("config")), { notify: ["restart"] }),
      hostTask("act", log("act")),
      needsGate,
    ];
    await play(hostPlay(tasks, handlers));
    await play(hostPlay(tasks, handlers));
    writeFileSync(at("gate"), "");
    await play(hostPlay(tasks, handlers));
    expect(lines()).toEqual(["act", "restarted"]);
  });

  it("does again what was taken back", async () => {
    const undone = say(`echo act >>'${at("log")}'`, { undo: `echo undo >>'${at("log")}'` });
    const tasks = [block([hostTask("act", undone), needsGate], { rollback: true })];
    await play(hostPlay(tasks));
    writeFileSync(at("gate"), "");
    await play(hostPlay(tasks));
    expect(lines()).toEqual(["act", "undo", "act"]);
  });

  it("passes over notes that are none", async () => {
    appendFileSync(at("gate"), "");
    notes = [Object(7), Object({ kind: "end" }), Object({ kind: "other", host: "node1", play: "p#0" })];
    expect((await play(hostPlay([needsGate]))).exitCode).toBe(0);
  });
});

describe("rolling back", () => {
  it("takes back what a block has changed, then rescues", async () => {
    const tasks = [
      hostTask("before", flag(at("before"))),
      block([hostTask("a", say(`touch '${at("a")}'`, { undo: `rm -f '${at("a")}'` })), needsGate], {
        rollback: true,
        rescue: [hostTask("rescue", flag(at("rescued"), { needs: at("before") }))],
      }),
    ];
    const { exitCode, events, recap } = await play(hostPlay(tasks));
    expect(exitCode).toBe(0);
    expect(existsSync(at("a"))).toBe(false);
    expect(existsSync(at("before"))).toBe(true);
    expect(existsSync(at("rescued"))).toBe(true);
    expect(recap.node1).toMatchObject({ rescued: 1, undone: 1 });
    const undo = events.filter((event) => event.kind === "undo").map(({ outcome }) => outcome);
    expect(undo).toEqual(["none", "undone"]);
  });

  it("says beforehand what there is no way back from", async () => {
    const { events } = await play(
      hostPlay([hostTask("act", log("act")), hostTask("f", say("true", { undo: "true" }))]),
    );
    const kinds = events.map(({ kind }) => kind);
    expect(events.find((event) => event.kind === "irreversible")).toMatchObject({
      changes: [`echo act >>'${at("log")}'`],
    });
    expect(kinds.indexOf("irreversible")).toBeLessThan(kinds.indexOf("task-start"));
  });
});
