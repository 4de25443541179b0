import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { ConnectionError } from "../../../src/errors.ts";
import type { Scope } from "../../../src/playbook/scope.ts";
import { shellModule } from "../../../src/resources/shell.ts";
import { flag } from "./flag-resource.ts";
import { hostPlay, hostTask, plain } from "./host-play.ts";
import { LocalShell } from "./local-shell.ts";
import { noFiles } from "./no-files.ts";
import { playLocally, readyPlay } from "./play-locally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-strategy-"));
});
afterEach(() => rmSync(folder, { recursive: true }));
const at = (name: string): string => join(folder, name);
const hosts = ["a", "b", "c", "d"];

/** Notes the host in a file of all, so that the order shows. */
const note = (host: string, text = host, rest: Parameters<typeof hostTask>[2] = {}) =>
  hostTask(`note ${text}`, shellModule.build({ cmd: `echo ${text} >>${at("log")}` }, noFiles), {
    ...rest,
    location: { file: host, line: 1, column: 1, length: 1, text: "" },
  });
const log = (): string[] => (existsSync(at("log")) ? readFileSync(at("log"), "utf8").trim().split("\n") : []);
const broken = (rest: Parameters<typeof hostTask>[2] = {}) =>
  hostTask("break", flag(at("never"), { script: "exit 1" }), rest);

describe("serial", () => {
  it("finishes one batch before the next begins, in the order that is asked for", async () => {
    const play = readyPlay("p", hosts, (host) => hostPlay([note(host, `${host}1`), note(host, `${host}2`)]), {
      serial: [{ kind: "hosts", count: 1 }],
      order: "reverse_inventory",
    });
    const { events } = await playLocally([play]);
    expect(log()).toEqual(["d1", "d2", "c1", "c2", "b1", "b2", "a1", "a2"]);
    const batches = events.flatMap((event) => (event.kind === "play-start" ? [event.batch] : []));
    expect(batches.at(-1)).toEqual({ number: 4, of: 4 });
  });

  it("ends with a batch of which every host failed, unless max_fail_percentage says otherwise", async () => {
    const failing = (maxFailPercentage: number | null) =>
      readyPlay("p", hosts, (host) => hostPlay([host === "b" ? broken() : note(host)]), {
        serial: [{ kind: "hosts", count: 1 }],
        maxFailPercentage,
      });
    const next = readyPlay("next", hosts, (host) => hostPlay([note(host, `next-${host}`)]));
    const { events, exitCode } = await playLocally([failing(null), next]);
    expect(log()).toEqual(["a"]);
    expect(exitCode).toBe(3);
    expect(events.some((event) => event.kind === "play-stopped")).toBe(true);
    rmSync(at("log"));
    await playLocally([failing(100)]);
    expect(log()).toEqual(["a", "c", "d"]);
  });
});

describe("a failure budget", () => {
  it("counts failed and unreachable hosts together, across batches", async () => {
    const play = readyPlay("p", hosts, (host) => hostPlay([host === "a" ? broken() : note(host)]), {
      serial: [{ kind: "hosts", count: 1 }],
      maxFailPercentage: 25,
    });
    const { recap } = await playLocally([play], {
      transport: {
        open: (target, options) =>
          target.name === "b"
            ? Promise.reject(new ConnectionError("b", "b is down", ""))
            : Promise.resolve(new LocalShell(options)),
      },
    });
    expect(log()).toEqual([]);
    expect([recap.a?.failed, recap.b?.unreachable]).toEqual([1, 1]);
  });

  it("is used up by one failure where errors are fatal", async () => {
    const play = readyPlay(
      "p",
      hosts,
      (host) =>
        hostPlay([host === "a" ? broken({ anyErrorsFatal: true }) : note(host, `${host}1`), note(host)]),
      { isLockstep: true },
    );
    const { recap, exitCode } = await playLocally([play], { forks: 1 });
    expect(log()).toEqual(["b1", "c1", "d1"].slice(0, log().length));
    expect(log()).not.toContain("b");
    expect(exitCode).toBe(3);
    expect(recap.b?.failed).toBe(0);
  });
});

describe("hosts that meet", () => {
  it("go task by task where the play says so, with fewer forks than hosts too", async () => {
    const play = readyPlay("p", hosts, (host) => hostPlay([note(host, `1${host}`), note(host, `2${host}`)]), {
      isLockstep: true,
    });
    await playLocally([play], { forks: 2 });
    expect(log().map((line) => line[0])).toEqual(["1", "1", "1", "1", "2", "2", "2", "2"]);
  });

  it("share the result of a task that runs once", async () => {
    const seen: unknown[] = [];
    const once = (host: string) => note(host, "once", { runOnce: true, register: "r" });
    const reader = (host: string) =>
      hostTask("read", (scope: Scope) => {
        seen.push(`${host} ${Object(scope.lookUp("r")).changed}`);
        return flag(at(host));
      });
    const play = readyPlay("p", hosts, (host) => hostPlay([once(host), reader(host)]));
    const { told } = await playLocally([play], { forks: 1 });
    expect(log()).toEqual(["once"]);
    expect(told.filter((line) => line.startsWith("note"))).toEqual(["note once: changed"]);
    expect(new Set(seen.slice(-4))).toEqual(new Set(hosts.map((host) => `${host} true`)));
  });

  it("all stop when the one that runs it fails", async () => {
    const play = readyPlay("p", hosts, (host) => hostPlay([broken({ runOnce: true }), note(host)]));
    const { exitCode } = await playLocally([play]);
    expect(log()).toEqual([]);
    expect(exitCode).toBe(3);
  });

  it("are asked about once for all of them with --step", async () => {
    const asked: string[] = [];
    const play = readyPlay("p", ["a", "b"], (host) =>
      hostPlay([note(host, "one"), note(host, "two"), note(host, "three"), note(host, "four")]),
    );
    const answers = ["run", "skip", "all"] as const;
    await playLocally([play], {
      confirm: ({ task, hosts: who }) => {
        asked.push(`${task} on ${who.join(" ")}`);
        return Promise.resolve(answers[asked.length - 1] ?? "run");
      },
    });
    expect(asked).toEqual(["note one on a b", "note two on a b", "note three on a b"]);
    expect(log()).toEqual(["one", "one", "three", "three", "four", "four"]);
  });
});

describe("throttle", () => {
  it("lets so many hosts run a task at the same time", async () => {
    let open = 0;
    let most = 0;
    class Counted extends LocalShell {
      override async run(frame: Parameters<LocalShell["run"]>[0]) {
        if (frame.kind !== "apply") return super.run(frame);
        open += 1;
        most = Math.max(most, open);
        await new Promise(setImmediate);
        const result = await super.run(frame);
        open -= 1;
        return result;
      }
    }
    const play = readyPlay("p", hosts, (host) => hostPlay([note(host, host, { throttle: 2, id: "note" })]));
    await playLocally([play], { transport: { open: () => Promise.resolve(new Counted()) } });
    expect(most).toBe(2);
    expect(log().toSorted()).toEqual(hosts);
  });
});

describe("a task that is delegated", () => {
  const machines = () => {
    const sent: string[] = [];
    return {
      sent,
      transport: {
        open: (target: { readonly name: string }, options: { readonly readOnly: boolean }) => {
          class Named extends LocalShell {
            override run(frame: Parameters<LocalShell["run"]>[0]) {
              if (frame.kind === "apply") sent.push(target.name);
              return super.run(frame);
            }
          }
          return Promise.resolve(new Named(options));
        },
      },
    };
  };

  it("acts on the other host, also one that the play is not about", async () => {
    const { sent, transport } = machines();
    const surroundings = () => ({ ...plain, delegate: "z" });
    const play = readyPlay("p", ["a", "b"], (host) => hostPlay([note(host, host, { surroundings })]));
    const { events, recap } = await playLocally([play], { transport });
    expect(sent).toEqual(["z", "z"]);
    expect(log().toSorted()).toEqual(["a", "b"]);
    expect(events.flatMap((event) => (event.kind === "task-end" ? [event.delegate] : []))).toEqual([
      "z",
      "z",
    ]);
    expect(Object.keys(recap)).toEqual(["a", "b"]);
  });

  it("is announced for each host that it is needed for, and then counts as changed for each", async () => {
    const surroundings = () => ({ ...plain, delegate: "z" });
    const play = readyPlay("p", ["a", "b"], () =>
      hostPlay([hostTask("make", flag(at("shared")), { surroundings })]),
    );
    const check = await playLocally([play], { check: true });
    expect(check.told).toEqual(["make: changed", "make: changed"]);
    const run = await playLocally([play]);
    expect(run.told.map((line) => line.split(",")[0])).toEqual(["make: changed", "make: changed"]);
    expect((await playLocally([play])).told).toEqual(["make: ok", "make: ok"]);
  });

  it("fails its own host when the other one is lost while it is asked", async () => {
    class Silent extends LocalShell {
      override run(): Promise<never> {
        return Promise.reject(new ConnectionError("z", "z does not answer", ""));
      }
    }
    const surroundings = () => ({ ...plain, delegate: "z" });
    const play = readyPlay("p", ["a"], () =>
      hostPlay([hostTask("make", flag(at("shared")), { surroundings })]),
    );
    const { recap, exitCode } = await playLocally([play], {
      transport: {
        open: ({ name }, options) => Promise.resolve(name === "z" ? new Silent() : new LocalShell(options)),
      },
    });
    expect(exitCode).toBe(3);
    expect(recap.a).toMatchObject({ failed: 1, unreachable: 0 });
    expect(recap.a?.failure?.message).toBe("delegate_to z: z does not answer");
  });

  it("fails its own host when the other one cannot be reached", async () => {
    const surroundings = () => ({ ...plain, delegate: "z" });
    const play = readyPlay("p", ["a"], (host) => hostPlay([note(host, host, { surroundings })]));
    const { recap, exitCode } = await playLocally([play], {
      transport: {
        open: (target, options) =>
          target.name === "z"
            ? Promise.reject(new ConnectionError("z", "z is down", "start it"))
            : Promise.resolve(new LocalShell(options)),
      },
    });
    expect(exitCode).toBe(3);
    expect(recap.a?.failure).toMatchObject({ message: "delegate_to z: z is down", hint: "start it" });
  });
});

describe("an unreachable host that is to be passed over", () => {
  it("counts as no failure, and is tried again in the next play", async () => {
    let tries = 0;
    const plays = ["one", "two"].map((name) =>
      readyPlay(name, ["a"], (host) => hostPlay([note(host, name)]), { ignoreUnreachable: true }),
    );
    const { exitCode, recap } = await playLocally(plays, {
      transport: {
        open: (_target, options) => {
          tries += 1;
          return tries === 1
            ? Promise.reject(new ConnectionError("a", "a is down", ""))
            : Promise.resolve(new LocalShell(options));
        },
      },
    });
    expect(exitCode).toBe(0);
    expect(recap.a).toMatchObject({ ignored: 1, unreachable: 0 });
    expect(log()).toEqual(["two"]);
  });

  it("goes on with its next task over a new connection", async () => {
    let opened = 0;
    class Breaking extends LocalShell {
      override run(frame: Parameters<LocalShell["run"]>[0]) {
        if (opened === 1 && frame.kind === "apply") {
          appendFileSync(at("log"), "lost\n");
          return Promise.reject(new ConnectionError("a", "the connection is lost", ""));
        }
        return super.run(frame);
      }
    }
    const play = readyPlay("p", ["a"], (host) =>
      hostPlay([note(host, "one", { ignoreUnreachable: true }), note(host, "two")]),
    );
    const { exitCode, recap } = await playLocally([play], {
      transport: {
        open: () => {
          opened += 1;
          return Promise.resolve(new Breaking());
        },
      },
    });
    expect(exitCode).toBe(0);
    expect(log()).toEqual(["lost", "two"]);
    expect(recap.a).toMatchObject({ ignored: 1, failed: 0, unreachable: 0 });
  });
});
