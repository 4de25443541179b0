import { randomBytes } from "node:crypto";
import { ConnectionError, InternalError } from "../errors.ts";
import { defaultOutputLimitBytes } from "./bounded-output.ts";
import { endText, frameText, shellPreamble } from "./frame-text.ts";
import type { LockPaths } from "./lock-functions.ts";
import { beatText, ifLocked } from "./lock-text.ts";
import { RunningFrame } from "./running-frame.ts";
import type { ShellChannel } from "./shell-channel.ts";
import { ShellLock } from "./shell-lock.ts";
import { StopSource } from "./stop-source.ts";
import type { Frame, FrameResult, FrameStage, LockClaim } from "./transport.ts";
import { within } from "./within.ts";

/** The times and sizes of a framed shell; each has a default that suits a real network. */
export interface FramedShellLimits {
  /** From sending a frame until the host has begun to run it, for small scripts; large ones get time to travel. */
  readonly answerTimeoutMs?: number;
  /** From the polite signal to the forced one, when a script is ended. */
  readonly killGraceMs?: number;
  /** From the forced signal until the host must have said that the script ended. */
  readonly endTimeoutMs?: number;
  /** Of each stream, what is more than this is left out in the middle. */
  readonly outputLimitBytes?: number;
  /** Where the lock of the host is kept. */
  readonly lockPaths?: LockPaths;
}

const slowestBytesPerMs = 16;
/** Time that the shell has to end by itself when it is closed: with a lock to give back, and without. */
const [lockedEndMs, bareEndMs] = [2000, 500];

/** A persistent `sh` at the end of a channel, which runs frames one after another, each in a fresh `sh` of its own. */
export class FramedShell {
  readonly #host: string;
  readonly #channel: ShellChannel;
  readonly #limits: Required<Omit<FramedShellLimits, "lockPaths">> & Pick<FramedShellLimits, "lockPaths">;
  readonly #lost: Promise<never>;
  #lossReason: ConnectionError | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #running: RunningFrame | null = null;
  #lock: ShellLock | null = null;
  #frames = 0;
  #hasApplied = false;

  /** `host` is named in errors. */
  constructor(host: string, channel: ShellChannel, limits: FramedShellLimits = {}) {
    this.#host = host;
    this.#channel = channel;
    this.#limits = {
      answerTimeoutMs: 30_000,
      killGraceMs: 2000,
      endTimeoutMs: 5000,
      outputLimitBytes: defaultOutputLimitBytes,
      ...limits,
    };
    this.#lost = channel.closed.then((reason) => {
      this.#lossReason ??= this.#lossOf(reason);
      throw this.#lossReason;
    });
    this.#lost.catch(() => {});
    // A broken pipe shows as a closed channel as well; without a listener it would end the process.
    channel.stdin.on("error", () => {});
    for (const stream of ["stdout", "stderr"] as const) {
      channel[stream].on("data", (chunk: Buffer) => {
        this.#lock?.push(stream, chunk);
        this.#running?.push(stream, chunk);
      });
    }
    channel.stdin.write(shellPreamble);
  }

  get frames(): number {
    return this.#frames;
  }

  /** Whether the next frame is to take the lock of the host first. */
  get wantsLock(): boolean {
    return this.#lock !== null && !this.#lock.isHeld;
  }

  /** Has the next frame take the lock of the host; see Shell. */
  hold(claim: LockClaim, onHeld: () => void): void {
    this.#lock = new ShellLock(this.#host, claim, onHeld, this.#limits.lockPaths);
  }

  /**
   * Waits for the frames before it, then runs `frame`. An aborted signal ends the script on the host like a time-out
   * does, then rejects with the signal's reason.
   */
  run(frame: Frame, signal?: AbortSignal): Promise<FrameResult> {
    if (frame.script.includes("\0")) return Promise.reject(new InternalError("a script with a NUL byte"));
    const result = this.#last.then(() => this.#run(frame, signal));
    this.#last = result.catch(() => {});
    return result;
  }

  async #run(frame: Frame, signal: AbortSignal | undefined): Promise<FrameResult> {
    signal?.throwIfAborted();
    if (this.#lossReason) throw this.#lossReason;
    const nonce = `lab-${randomBytes(16).toString("hex")}`;
    const stop = new StopSource(signal);
    const onStage = ({ timeoutMs }: FrameStage) => stop.after(timeoutMs);
    const running = new RunningFrame(frame, nonce, this.#limits.outputLimitBytes, onStage);
    this.#running = running;
    this.#frames += 1;
    this.#hasApplied ||= frame.kind === "apply";
    try {
      const taking = this.wantsLock ? this.#lock?.attempt() : undefined;
      const text = (taking?.text ?? "") + frameText(nonce, frame.script, taking && ifLocked);
      this.#channel.stdin.write(text);
      if (taking) {
        await this.#answer(taking.answered, text.length);
        this.#lock?.settle(() => this.#channel.stdin.write(beatText));
      }
      await this.#answer(Promise.race([running.started, stop.aborted]), text.length);
      if (!stop.isTimed) stop.after(frame.timeoutMs);
      const outcome = await Promise.race([
        this.#lost,
        running.ended.then(() => "ended" as const),
        stop.aborted,
        stop.timedOut,
      ]);
      if (outcome !== "ended") await this.#end(running);
      signal?.throwIfAborted();
      return running.result(outcome === "timed-out");
    } finally {
      stop.dispose();
      this.#running = null;
    }
  }

  async #answer(answer: Promise<unknown>, bytes: number): Promise<void> {
    const ms = this.#limits.answerTimeoutMs + bytes / slowestBytesPerMs;
    await within(Promise.race([this.#lost, answer]), ms, () =>
      this.#giveUp(`${this.#host} did not begin to run a script within ${Math.round(ms / 1000)} s`),
    );
  }

  /** Ends the running script on the host. Throws, and cuts the link, when the host does not confirm it. */
  async #end(running: RunningFrame): Promise<void> {
    const { killGraceMs, endTimeoutMs } = this.#limits;
    const ended = (async () => {
      await running.started;
      if (running.pid !== null) this.#channel.stdin.write(endText(running.pid, killGraceMs));
      await running.ended;
    })();
    await within(Promise.race([this.#lost, ended]), killGraceMs + endTimeoutMs, () =>
      this.#giveUp(`${this.#host} did not end a script that was to be ended`),
    );
  }

  #giveUp(message: string): ConnectionError {
    this.#lossReason ??= new ConnectionError(
      this.#host,
      message,
      "the host may be overloaded or out of memory; look at it, then run again",
    );
    this.#channel.destroy();
    return this.#lossReason;
  }

  #lossOf(reason: Error | null): ConnectionError {
    if (reason instanceof ConnectionError) return reason;
    const during = this.#running ? "while a script was running" : "between two scripts";
    const why = reason ? `: ${reason.message}` : ": the shell ended";
    return new ConnectionError(
      this.#host,
      `connection to ${this.#host} lost ${during}${why}`,
      "check that the host is up and has not rebooted, then run again",
      { cause: reason },
    );
  }

  /**
   * Ends what still runs, then the shell, which gives its lock back. Cost: one round trip where it has applied something. Never throws; takes at most
   * `killGraceMs` and `endTimeoutMs`, and two seconds.
   */
  async close(): Promise<void> {
    if (this.#running) await this.#end(this.#running).catch(() => {});
    this.#lossReason ??= new ConnectionError(this.#host, `the shell on ${this.#host} was closed`, "");
    const isLocked = this.#lock?.isHeld === true;
    this.#lock?.stop();
    this.#channel.stdin.end();
    // Nobody waits for a host on which nothing was done: it gives its lock back when it sees the end of the input.
    if (!this.#hasApplied) return;
    const late = () => new Error("the shell did not end");
    await within(this.#channel.ended, isLocked ? lockedEndMs : bareEndMs, late).catch(() => {});
  }
}
