import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { copyModule } from "../../../src/resources/copy.ts";
import { onMachine, type Probe, probeOf } from "../../../src/resources/probe.ts";
import { flag } from "./flag-resource.ts";
import { hostPlay, hostTask, plain } from "./host-play.ts";
import { machines } from "./many-machines.ts";
import { noFiles } from "./no-files.ts";
import { playLocally, readyPlay } from "./play-locally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-elsewhere-"));
  writeFileSync(at("members"), "");
  writeFileSync(at("log"), "");
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const log = (): string[] => readFileSync(at("log"), "utf8").split("\n").filter(Boolean);

/** Who has joined, as an API that all hosts share would say; each question leaves a trace. */
const members = probeOf(
  {
    name: "members",
    isShared: true,
    script: () => `echo "$machine was asked" >>${at("log")}; echo "$machine says"; cat ${at("members")}`,
    parse: (stdout, queries: readonly string[]) => queries.map(() => stdout.trim().split("\n")),
  },
  () => "all",
);

/** A file of the host's own, named after what `asked` says. */
const telling = (host: string, asked: Probe) =>
  hostTask("tell", flag("/"), {
    uses: { members: asked },
    build: (_scope, { members: said }) =>
      flag(at(`${host}-${Array.isArray(said) ? said.join("+") : String(said)}`)),
  });
const joins = (host: string) =>
  hostTask("join", flag(at(host), { script: `echo ${host} >>${at("members")}; touch ${at(host)}` }));

describe("a fact of another machine", () => {
  it("is asked there, and is null where that machine is down", async () => {
    const play = readyPlay("p", ["w1", "w2"], (host) =>
      hostPlay([telling(host, onMachine(host === "w1" ? "cp1" : "cp2", members("")))]),
    );
    const { told, exitCode } = await playLocally([play], machines(["cp2"]));
    expect(exitCode).toBe(0);
    expect(told).toEqual(["tell: changed", "tell: changed"]);
    expect(readFileSync(at("w1-cp1 says"), "utf8")).toBe("");
    expect(readFileSync(at("w2-null"), "utf8")).toBe("");
  });

  it("is known anew after any machine of the run has changed something", async () => {
    const join = readyPlay("join", ["w1", "w2"], (host) => hostPlay([joins(host)]));
    const ask = readyPlay("ask", ["w1"], (host) => hostPlay([telling(host, onMachine("cp1", members("")))]));
    appendFileSync(at("members"), "cp1\n");
    const { exitCode } = await playLocally([ask, join, ask], machines());
    expect(exitCode).toBe(0);
    expect(readFileSync(at("w1-cp1 says+cp1"), "utf8")).toBe("");
    const after = ["w1-cp1 says+cp1+w1+w2", "w1-cp1 says+cp1+w2+w1"].filter((name) => {
      try {
        return readFileSync(at(name), "utf8") === "";
      } catch {
        return false;
      }
    });
    expect(after).toHaveLength(1);
  });

  it("is asked once per play where nothing changes", async () => {
    writeFileSync(at("w1-cp1 says"), "");
    const ask = readyPlay("ask", ["w1"], (host) => hostPlay([telling(host, onMachine("cp1", members("")))]));
    await playLocally([ask], machines());
    expect(log()).toEqual(["cp1 was asked"]);
  });

  it("is asked once where several hosts want it at the same time", async () => {
    const hosts = ["w1", "w2", "w3"];
    for (const host of hosts) writeFileSync(at(`${host}-cp1 says`), "");
    const ask = readyPlay("ask", hosts, (host) => hostPlay([telling(host, onMachine("cp1", members("")))]));
    await playLocally([ask], machines());
    expect(log()).toEqual(["cp1 was asked"]);
  });

  it("stays known while hosts change no more than files of their own", async () => {
    const wrote = (host: string) =>
      hostTask("write", copyModule.build({ dest: at(`${host}-file`), content: "x" }, noFiles));
    const play = readyPlay("p", ["w1"], (host) =>
      hostPlay([
        telling(host, onMachine("cp1", members(""))),
        wrote(host),
        hostTask("again", flag("/"), { uses: { members: onMachine("cp1", members("")) } }),
      ]),
    );
    writeFileSync(at("w1-cp1 says"), "");
    await playLocally([play], machines());
    expect(log().filter((line) => line === "cp1 was asked").length).toBeLessThanOrEqual(1);
  });

  it("of the host itself stays known through changes that nobody else sees", async () => {
    const uses = { members: members("") };
    const play = readyPlay("p", ["w1"], () =>
      hostPlay([
        hostTask("route", flag(at("route"), { isLocal: true })),
        hostTask("ask", flag("/"), { uses }),
        hostTask("more", flag(at("more"))),
        hostTask("ask again", flag("/"), { uses }),
      ]),
    );
    const { exitCode } = await playLocally([play], machines());
    expect(exitCode).toBe(0);
    expect(log()).toEqual(["w1 was asked", "w1 was asked"]);
  });

  it("is not asked for where the task is skipped whatever it says", async () => {
    const asked = { uses: { members: members("") }, shouldRun: () => false };
    const play = readyPlay("p", ["w1"], () =>
      hostPlay([
        hostTask("ruled out", flag("/"), { ...asked, isRuledOut: () => true }),
        hostTask("change", flag(at("changed"))),
      ]),
    );
    const { told } = await playLocally([play], machines());
    expect(told).toEqual(["ruled out: skipped", "change: changed"]);
    expect(log()).toEqual([]);
  });

  it("is no reason to reach a host on which nothing is to be done", async () => {
    const nothing = hostTask("ruled out", flag("/"), { shouldRun: () => false, isRuledOut: () => true });
    const play = readyPlay("p", ["w1", "w2"], (host) =>
      hostPlay(host === "w1" ? [nothing, hostTask("make", flag(at("made")))] : [nothing]),
    );
    const { told, exitCode, recap } = await playLocally([play], machines(["w2"]));
    expect(exitCode).toBe(0);
    expect(told.toSorted()).toEqual(["make: changed", "ruled out: skipped", "ruled out: skipped"]);
    expect(recap.w2).toMatchObject({ skipped: 1, frames: 0, unreachable: 0 });
    const down = readyPlay("p", ["w2"], () => hostPlay([nothing, hostTask("make", flag(at("made")))]));
    expect((await playLocally([down], machines(["w2"]))).exitCode).toBe(4);
  });

  it("of the host itself is not lost by what others change while a task is evaluated", async () => {
    const play = readyPlay("p", ["w1", "w2", "w3"], (host) =>
      hostPlay([joins(host), hostTask("ask", flag("/"), { uses: { members: members("") } })]),
    );
    const { exitCode, told } = await playLocally([play], machines());
    expect(exitCode).toBe(0);
    expect(told.filter((line) => line === "ask: ok")).toHaveLength(3);
  });
});

describe("tasks that exclude each other", () => {
  it("run one after another over all hosts, whatever they are called", async () => {
    const script = (host: string) =>
      `mkdir ${at("busy")} || exit 1; echo ${host} >>${at("log")}; i=0; while [ $i -lt 2000 ]; do i=$((i+1)); done; rmdir ${at("busy")}; touch ${at(host)}`;
    const play = readyPlay("p", ["a", "b", "c"], (host) =>
      hostPlay([hostTask(`join ${host}`, flag(at(host), { script: script(host) }), { exclusive: "dev" })]),
    );
    const { exitCode } = await playLocally([play], machines());
    expect(exitCode).toBe(0);
    expect(log().toSorted()).toEqual(["a", "b", "c"]);
  });
});

describe("a delegate", () => {
  it("is where the task acts, while its facts are those of its own host", async () => {
    const task = hostTask("note", flag("/"), {
      uses: { members: members("") },
      surroundings: () => ({ ...plain, delegate: "cp1" }),
      build: (_scope, { members: said }) =>
        flag(at("heard"), {
          script: `echo "$machine hears: ${String(said)}" >>${at("log")}; touch ${at("heard")}`,
        }),
    });
    const { exitCode } = await playLocally([readyPlay("p", ["w1"], () => hostPlay([task]))], machines());
    expect(exitCode).toBe(0);
    expect(log().at(-1)).toBe("cp1 hears: w1 says");
  });

  it("that is changed by others all the time still evaluates its own tasks", async () => {
    const facts = { members: members(""), others: onMachine("w2", members("")) };
    const busy = (host: string, index: number) =>
      hostTask(`change ${index}`, flag(at(`${host}-${index}`)), {
        surroundings: () => ({ ...plain, delegate: "w1" }),
      });
    const play = readyPlay("p", ["w1", "w2", "w3"], (host) =>
      hostPlay(
        Array.from({ length: 4 }, (_, index) =>
          host === "w1"
            ? hostTask(`own ${index}`, flag(at(`own-${index}`)), { uses: facts })
            : busy(host, index),
        ),
      ),
    );
    const { recap, exitCode } = await playLocally([play], machines());
    expect(exitCode).toBe(0);
    expect(recap.w1?.changed).toBe(4);
  }, 30_000);
});

describe("a check of a play in lockstep", () => {
  it("knows at each task what the others will have done by then", async () => {
    const uses = { others: onMachine("w1", members("")) };
    const key = { ...flag(at("key")), spoils: [members("")] };
    const play = readyPlay(
      "p",
      ["w1", "w2"],
      (host) =>
        hostPlay([
          hostTask("key", host === "w1" ? key : flag("/"), { position: [0, 0] }),
          hostTask("peer", flag("/"), {
            position: [1, 0],
            uses: host === "w2" ? uses : {},
            build: (_scope, { others }) =>
              host === "w2" && others === null ? { notYet: "w1 has no key" } : flag("/"),
          }),
        ]),
      { isLockstep: true },
    );
    const { told, exitCode } = await playLocally([play], { ...machines(), check: true });
    expect(exitCode).toBe(0);
    expect(told).toContain(`peer: deferred, waits for flag ${at("key")} (w1 has no key)`);
  });
});

describe("a delegated task in a check", () => {
  it("waits for what the host that it belongs to is still to do", async () => {
    const waiting = hostTask("keep", flag("/"), {
      surroundings: () => ({ ...plain, delegate: "cp1" }),
      build: () => ({ notYet: "there is no admin.conf" }),
    });
    const play = readyPlay("p", ["w1"], () => hostPlay([hostTask("make", flag(at("made"))), waiting]));
    const { told } = await playLocally([play], { ...machines(), check: true });
    expect(told[1]).toMatch(/^keep: deferred, waits for flag .*made \(there is no admin.conf\)$/);
  });
});
