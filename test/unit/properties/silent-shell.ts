import { setImmediate } from "node:timers/promises";
import { ConnectionError } from "../../../src/errors.ts";
import type { Frame, FrameResult, LockClaim, Shell } from "../../../src/transport/transport.ts";

/** Lets everything else that is at work go on, `turns` times. */
export async function yieldTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await setImmediate();
}

/**
 * A Shell that runs nothing: every part of a frame succeeds and prints nothing, after a number of turns. One that
 * `isLost` loses its connection at its first frame.
 */
export class SilentShell implements Shell {
  frames = 0;
  readonly #host: string;
  readonly #turns: number;
  readonly #isLost: boolean;

  constructor(host: string, turns: number, isLost: boolean) {
    this.#host = host;
    this.#turns = turns;
    this.#isLost = isLost;
  }

  async run({ script }: Frame): Promise<FrameResult> {
    this.frames += 1;
    await yieldTurns(this.#turns);
    if (this.#isLost) throw new ConnectionError(this.#host, "the connection was lost", "");
    const [, mark = ""] = /'\\n%s %s\\n' '([^']*)'/.exec(script) ?? [];
    const parts = [...script.matchAll(/^lab_mark '(begin [^']*)'$/gm)];
    const stdout = parts.map(([, begin]) => `\n${mark} ${begin}\n\n${mark} end 0\n`).join("");
    return { exitCode: 0, stdout, stderr: stdout, truncated: false, timedOut: false };
  }

  hold(_claim: LockClaim, onHeld: () => void): void {
    onHeld();
  }

  upload(): Promise<string> {
    throw new Error("nobody expected an upload");
  }

  close(): Promise<void> {
    return Promise.resolve();
  }
}
