import { randomBytes } from "node:crypto";
import { CommandError, LockedError } from "../errors.ts";
import type { LockPaths } from "./lock-functions.ts";
import { describeHolder, parseHolder } from "./lock-holder.ts";
import { heldByAnother, lockText } from "./lock-text.ts";
import { RunningFrame } from "./running-frame.ts";
import type { LockClaim } from "./transport.ts";

const answerLimitBytes = 64 * 1024;

/** How often the holder of a lock gives a sign of life. */
const beatMs = 15_000;

/** The lock of a host, as one persistent shell takes and holds it. */
export class ShellLock {
  readonly #host: string;
  readonly #claim: LockClaim;
  readonly #onHeld: () => void;
  readonly #paths: LockPaths | undefined;
  /** What reads the answer to the current attempt. */
  #answer: RunningFrame | null = null;
  #beat: NodeJS.Timeout | undefined;

  /** `host` is named in errors, and tells apart the names by which a run knows one host. */
  constructor(host: string, claim: LockClaim, onHeld: () => void, paths?: LockPaths) {
    this.#host = host;
    this.#claim = claim;
    this.#onHeld = onHeld;
    this.#paths = paths;
  }

  get isHeld(): boolean {
    return this.#beat !== undefined;
  }

  /** Begins an attempt: the text that the shell is to run, and what settles when the host has answered. */
  attempt(): { readonly text: string; readonly answered: Promise<void> } {
    const nonce = `lab-${randomBytes(16).toString("hex")}`;
    const text = lockText(nonce, this.#claim, this.#host, this.#paths);
    this.#answer = new RunningFrame({ kind: "apply", script: "", timeoutMs: 0 }, nonce, answerLimitBytes);
    return { text, answered: this.#answer.ended };
  }

  /** Takes what the shell prints while an attempt is under way. */
  push(stream: "stdout" | "stderr", chunk: Buffer): void {
    this.#answer?.push(stream, chunk);
  }

  /**
   * Reads the answer; when the host is ours, calls `beat` from time to time. Throws LockedError when it is another's, and
   * CommandError when it can keep no lock.
   */
  settle(beat: () => void): void {
    const result = this.#answer?.result(false);
    this.#answer = null;
    if (result?.exitCode === 0) {
      this.#beat = setInterval(beat, beatMs).unref();
      this.#onHeld();
      return;
    }
    const { exitCode = 70, stdout = "" } = result ?? {};
    const holder = exitCode === heldByAnother ? parseHolder(stdout) : null;
    if (holder) throw new LockedError(this.#host, describeHolder(holder, new Date()), holder.owner);
    throw new CommandError("the host cannot keep a lock", { exitCode, stdout: "", stderr: stdout });
  }

  /** No further sign of life. */
  stop(): void {
    clearInterval(this.#beat);
  }
}
