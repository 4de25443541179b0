import { describe, expect, it } from "vitest";
import { Sessions } from "../../../src/engine/sessions.ts";
import type { Frame, FrameResult, LockClaim, Shell } from "../../../src/transport/transport.ts";

const signal = new AbortController().signal;
const lock = { run: "r1", owner: "me", waitMs: 0, hasEnded: () => false, hosts: ["h"], onWait: () => {} };
const frame = (script: string): Frame => ({ kind: "probe", script, timeoutMs: 1000 });

/** A shell that runs a frame until it is told to end, and says which one it is. */
class SlowShell implements Shell {
  frames = 0;
  isClosed = false;
  readonly under: PromiseWithResolvers<void>[] = [];
  readonly #name: string;
  #onHeld = () => {};

  constructor(name: string) {
    this.#name = name;
  }

  hold(_claim: LockClaim, onHeld: () => void): void {
    this.#onHeld = onHeld;
  }

  async run({ script }: Frame): Promise<FrameResult> {
    if (this.isClosed) throw new Error(`${this.#name} is closed`);
    this.#onHeld();
    this.frames += 1;
    if (script === "slow") {
      const end = Promise.withResolvers<void>();
      this.under.push(end);
      await end.promise;
    }
    return { exitCode: 0, stdout: this.#name, stderr: "", truncated: false, timedOut: false };
  }

  upload = () => Promise.reject(new Error("not here"));

  async close(): Promise<void> {
    this.isClosed = true;
  }
}

/** Sessions whose connections are these, in order. */
function sessionsOf() {
  const shells: SlowShell[] = [];
  const open = async (): Promise<Shell> => {
    const shell = new SlowShell(`connection ${shells.length + 1}`);
    shells.push(shell);
    return shell;
  };
  return { shells, sessions: new Sessions(open, signal, lock) };
}

const turns = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
};

describe("a connection that takes the place of another", () => {
  it("waits for what others have under way there, and whoever asks meanwhile waits for it", async () => {
    const { shells, sessions } = sessionsOf();
    const first = await sessions.get("h");
    const slow = first.shell.run(frame("slow"));
    await turns();
    const renewing = sessions.renew("h");
    await turns();
    const asking = sessions.get("h");
    const late = first.shell.run(frame("quick"));
    await turns();
    expect(shells.map(({ isClosed, frames }) => ({ isClosed, frames }))).toEqual([
      { isClosed: false, frames: 1 },
      { isClosed: false, frames: 0 },
    ]);
    shells[0]?.under[0]?.resolve();
    const renewed = await renewing;
    expect((await slow).stdout).toBe("connection 1");
    expect(await asking).toBe(renewed);
    // Who still has the earlier session speaks through the new connection.
    expect((await late).stdout).toBe("connection 2");
    expect(shells.map(({ isClosed }) => isClosed)).toEqual([true, false]);
    expect(await sessions.frames("h")).toBe(2);
    await sessions.close();
  });

  it("leaves that where it is when none can be opened", async () => {
    const open = [async (): Promise<Shell> => new SlowShell("connection 1")];
    const sessions = new Sessions(
      () => open.pop()?.() ?? Promise.reject(new Error("no route")),
      signal,
      lock,
    );
    const first = await sessions.get("h");
    await expect(sessions.renew("h")).rejects.toThrow("no route");
    expect(await sessions.get("h")).toBe(first);
    expect((await first.shell.run(frame("quick"))).stdout).toBe("connection 1");
    await sessions.close();
  });
});
