import type { Frame, FrameResult, LocalFile, LockClaim, Shell } from "../transport/transport.ts";
import { withPatience } from "./with-patience.ts";

/** When a shell may take the lock of its machine. */
export interface LockTurns {
  /** Settles when it is the machine's turn. Throws LockedError where the run is to keep off all hosts. */
  admit(machine: string): Promise<void>;
  /** Calls `action` again for as long as it throws LockedError and there is time to wait. */
  patiently<T>(machine: string, action: () => Promise<T>): Promise<T>;
}

/** Time that frames under way have to end when another connection takes the place of theirs. */
const handOverMs = 5_000;

const nothing: Frame = { kind: "probe", script: "", timeoutMs: 10_000 };

/**
 * A shell whose first frame takes the lock of the machine on its way: what comes before it waits for its turn. Another one
 * may take its place; whoever still has this one then speaks through that.
 */
export class LockingShell implements Shell {
  readonly #machine: string;
  readonly #shell: Shell;
  readonly #turns: LockTurns;
  readonly #held = Promise.withResolvers<void>();
  readonly #underWay = new Set<Promise<unknown>>();
  #isHeld = false;
  #attempt: Promise<unknown> | null = null;
  #successor: Promise<Shell> | null = null;

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
    return this.#here((shell) => shell.run(frame, signal));
  }

  upload(file: LocalFile, signal?: AbortSignal): Promise<string> {
    return this.#here((shell) => shell.upload(file, signal));
  }

  /**
   * From now on all goes to `successor`, as soon as it is there. Settles when nothing is under way here any more; what a
   * lost connection holds up is not waited for beyond five seconds. Never rejects.
   */
  async retire(successor: Promise<Shell>): Promise<void> {
    this.#successor = successor;
    await withPatience(Promise.allSettled(this.#underWay), handOverMs);
  }

  close(): Promise<void> {
    return this.#shell.close();
  }

  async #here<T>(action: (shell: Shell) => Promise<T>): Promise<T> {
    if (this.#successor) return action(await this.#successor);
    const result = this.#locked(() => action(this.#shell));
    this.#underWay.add(result);
    try {
      return await result;
    } finally {
      this.#underWay.delete(result);
    }
  }

  #locked<T>(action: () => Promise<T>): Promise<T> {
    if (this.#isHeld) return action();
    const attempt = this.#turns.admit(this.#machine).then(() => this.#turns.patiently(this.#machine, action));
    attempt.catch(() => {});
    this.#attempt = attempt;
    return attempt;
  }
}
