import type { Frame, FrameResult, LocalFile, LockClaim, Shell } from "../transport/transport.ts";

/** When a shell may take the lock of its machine. */
export interface LockTurns {
  /** Settles when it is the machine's turn. Throws LockedError where the run is to keep off all hosts. */
  admit(machine: string): Promise<void>;
  /** Calls `action` again for as long as it throws LockedError and there is time to wait. */
  patiently<T>(machine: string, action: () => Promise<T>): Promise<T>;
}

const nothing: Frame = { kind: "probe", script: "", timeoutMs: 10_000 };

/** A shell whose first frame takes the lock of the machine on its way: what comes before it waits for its turn. */
export class LockingShell implements Shell {
  readonly #machine: string;
  readonly #shell: Shell;
  readonly #turns: LockTurns;
  readonly #held = Promise.withResolvers<void>();
  #isHeld = false;
  #attempt: Promise<unknown> | null = null;

  constructor(machine: string, shell: Shell, claim: LockClaim, turns: LockTurns) {
    this.#machine = machine;
    this.#shell = shell;
    this.#turns = turns;
    shell.hold(claim, () => {
      this.#isHeld = true;
      this.#held.resolve();
    });
  }

  get frames(): number {
    return this.#shell.frames;
  }

  /** It is held from the beginning. */
  hold(_claim: LockClaim, onHeld: () => void): void {
    this.#held.promise.then(onHeld);
  }

  /** Settles once the lock is held. Cost: none where a frame is on its way, else one round trip. Throws as `run` does. */
  async secure(): Promise<void> {
    if (this.#isHeld) return;
    await Promise.race([this.#held.promise, this.#attempt ?? this.run(nothing)]);
  }

  run(frame: Frame, signal?: AbortSignal): Promise<FrameResult> {
    return this.#locked(() => this.#shell.run(frame, signal));
  }

  upload(file: LocalFile, signal?: AbortSignal): Promise<string> {
    return this.#locked(() => this.#shell.upload(file, signal));
  }

  close(): Promise<void> {
    return this.#shell.close();
  }

  #locked<T>(action: () => Promise<T>): Promise<T> {
    if (this.#isHeld) return action();
    const attempt = this.#turns.admit(this.#machine).then(() => this.#turns.patiently(this.#machine, action));
    attempt.catch(() => {});
    this.#attempt = attempt;
    return attempt;
  }
}
