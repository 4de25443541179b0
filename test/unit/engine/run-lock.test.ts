import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { RunOptions } from "../../../src/engine/run-playbook.ts";
import { ConnectionError, LockedError } from "../../../src/errors.ts";
import type { Frame, FrameResult, LockClaim } from "../../../src/transport/transport.ts";
import { flag } from "./flag-resource.ts";
import { hostPlay, hostTask, plain } from "./host-play.ts";
import { LocalShell } from "./local-shell.ts";
import { playLocally, readyPlay } from "./play-locally.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lab-run-lock-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

const hosts = ["c", "a", "b"];
const holder = "locked by run other of bob@there (pid 7)";

/** What becomes of a machine that is asked for: how many attempts find it locked, or whether it cannot be reached. */
interface Fate {
  readonly lockedFor?: number;
  readonly isUnreachable?: boolean;
}

/** Machines with locks; `sent` are the frames that ran, or were refused, in order. */
class Machines {
  readonly sent: string[] = [];
  readonly claims: LockClaim[] = [];
  readonly #fates: Readonly<Record<string, Fate>>;

  constructor(fates: Readonly<Record<string, Fate>> = {}) {
    this.#fates = fates;
  }

  get transport(): RunOptions["transport"] {
    return {
      open: ({ name }, { readOnly }) => {
        const { isUnreachable = false, lockedFor = 0 } = this.#fates[name] ?? {};
        if (isUnreachable) return Promise.reject(new ConnectionError(name, "no route", ""));
        return Promise.resolve(new LockableShell(name, readOnly, lockedFor, this));
      },
    };
  }
}

class LockableShell extends LocalShell {
  readonly #name: string;
  readonly #machines: Machines;
  #lockedFor: number;
  #onHeld: (() => void) | null = null;

  constructor(name: string, readOnly: boolean, lockedFor: number, machines: Machines) {
    super({ readOnly });
    this.#name = name;
    this.#lockedFor = lockedFor;
    this.#machines = machines;
  }

  override hold(claim: LockClaim, onHeld: () => void): void {
    this.#machines.claims.push(claim);
    this.#onHeld = onHeld;
  }

  override async run(frame: Frame): Promise<FrameResult> {
    this.#machines.sent.push(`${frame.kind} ${this.#name}`);
    await setImmediate();
    if (this.#onHeld && this.#lockedFor-- > 0)
      throw new LockedError(this.#name, holder, "alice@control (pid 1)");
    this.#onHeld?.();
    return super.run(frame);
  }
}

const onAll = (names: readonly string[] = hosts) =>
  readyPlay("p", names, (host) => hostPlay([hostTask("make", flag(join(folder, host)))]));

describe("the locks of a run", () => {
  it("begin with the first host by name, and cost no frame", async () => {
    const machines = new Machines();
    const run = "20300101-000000-abcdef";
    const { transport } = machines;
    const { recap, exitCode } = await playLocally([onAll()], { transport, run });
    expect(machines.sent[0]).toBe("probe a");
    expect(machines.sent.indexOf("probe b")).toBeGreaterThan(0);
    expect({ frames: Object.values(recap).map((host) => host.frames), exitCode }).toEqual({
      frames: [2, 2, 2],
      exitCode: 0,
    });
    expect(new Set(machines.claims.map(({ token }) => token)).size).toBe(1);
    expect(machines.claims[0]).toMatchObject({
      run,
      owner: "alice@control (pid 1)",
    });
  });

  it("keep off all hosts when another run has the first one, and say who", async () => {
    const machines = new Machines({ a: { lockedFor: 99 } });
    const { events, recap, exitCode } = await playLocally([onAll()], { transport: machines.transport });
    expect(machines.sent).toEqual(["probe a"]);
    expect(exitCode).toBe(3);
    const failure = { kind: "locked", task: null, hint: expect.stringContaining("lab unlock a") };
    expect(recap.a?.failure).toMatchObject({ ...failure, message: holder });
    expect(recap.b?.failure).toMatchObject({ ...failure, message: `a is ${holder}` });
    expect(recap.c?.failure).toMatchObject({ ...failure, message: `a is ${holder}` });
    expect(events.filter(({ kind }) => kind === "host-failed")).toHaveLength(3);
  });

  it("leave out one other host that is taken, also where what is unreachable is ignored", async () => {
    const machines = new Machines({ b: { lockedFor: 99 } });
    const play = { ...onAll(), ignoreUnreachable: true };
    const { recap, exitCode } = await playLocally([play], { transport: machines.transport });
    expect(exitCode).toBe(3);
    expect(recap.b).toMatchObject({ failed: 1, ignored: 0, failure: { kind: "locked", message: holder } });
    expect([recap.a?.changed, recap.b?.changed, recap.c?.changed]).toEqual([1, 0, 1]);
  });

  it("begin with the next host when the first cannot be reached", async () => {
    const machines = new Machines({ a: { isUnreachable: true }, b: { lockedFor: 99 } });
    const { recap } = await playLocally([onAll()], { transport: machines.transport });
    expect(machines.sent).toEqual(["probe b"]);
    expect(recap.a?.failure?.kind).toBe("unreachable");
    expect(recap.c?.failure?.message).toBe(`b is ${holder}`);
  });

  it("cost the first host a frame when its turn comes later", async () => {
    const machines = new Machines();
    const play = { ...onAll(), serial: [{ kind: "hosts", count: 1 } as const] };
    const { recap } = await playLocally([play], { transport: machines.transport });
    expect(machines.sent.slice(0, 2)).toEqual(["probe a", "probe c"]);
    expect([recap.a?.frames, recap.b?.frames, recap.c?.frames]).toEqual([3, 2, 2]);
  });

  it("do not wait for a host that has nothing to be asked", async () => {
    const machines = new Machines();
    const play = readyPlay("p", hosts, (host) =>
      hostPlay(host === "a" ? [] : [hostTask("make", flag(join(folder, host)))]),
    );
    const { recap, exitCode } = await playLocally([play], { transport: machines.transport });
    expect(exitCode).toBe(0);
    expect([recap.a?.frames, recap.b?.frames, recap.c?.frames]).toEqual([1, 2, 2]);
  });

  it("are waited for as long as it is asked for, which is said once for each host", async () => {
    const machines = new Machines({ a: { lockedFor: 2 } });
    const lock = { owner: "alice@control (pid 1)", waitMs: 60_000, hasEnded: () => false };
    const { events, exitCode } = await playLocally([onAll(["a"])], { transport: machines.transport, lock });
    expect(exitCode).toBe(0);
    const warnings = events.flatMap((event) => (event.kind === "warning" ? [event.problem.message] : []));
    expect(warnings).toEqual([`a is ${holder}; waiting up to 60 s for it`]);
  });

  it("are waited for without a word while a host notices that the lab which locked it has ended", async () => {
    const machines = new Machines({ a: { lockedFor: 2 } });
    const lock = {
      owner: "alice@control (pid 2)",
      waitMs: 0,
      hasEnded: (owner: string) => owner.endsWith("(pid 1)"),
    };
    const { events, exitCode } = await playLocally([onAll(["a"])], { transport: machines.transport, lock });
    expect(exitCode).toBe(0);
    expect(events.filter(({ kind }) => kind === "warning")).toEqual([]);
  });

  it("are needed for a machine that a task is delegated to, too", async () => {
    const machines = new Machines({ z: { lockedFor: 99 } });
    const surroundings = () => ({ ...plain, delegate: "z" });
    const task = hostTask("make", flag(join(folder, "z")), { surroundings });
    const play = readyPlay("p", ["a"], () => hostPlay([task]));
    const { recap } = await playLocally([play], { transport: machines.transport });
    expect(recap.a?.failure).toMatchObject({ kind: "failed", message: `delegate_to z: ${holder}` });
  });

  it("are not taken in a check", async () => {
    const machines = new Machines({ a: { lockedFor: 99 } });
    const { exitCode } = await playLocally([onAll()], { transport: machines.transport, check: true });
    expect({ exitCode, claims: machines.claims }).toEqual({ exitCode: 0, claims: [] });
  });
});
