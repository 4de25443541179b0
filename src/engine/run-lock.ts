import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import { LockedError } from "../errors.ts";
import type { LockClaim, Shell } from "../transport/transport.ts";
import { LockingShell, type LockTurns } from "./locking-shell.ts";
import { withPatience } from "./with-patience.ts";

/** How a run locks its hosts. */
export interface LockOptions {
  /** "alice@control (pid 123)", for others who come to the hosts. */
  readonly owner: string;
  /** How long each host waits for another run to end. */
  readonly waitMs: number;
  /** Whether the process of an owner has ended, as far as this machine can tell. */
  readonly hasEnded: (owner: string) => boolean;
}

/** What the lock of a run needs of the run. */
export interface LockContext extends LockOptions {
  readonly run: string;
  /** All hosts of the run. */
  readonly hosts: readonly string[];
  readonly signal: AbortSignal;
  /** The shell of a machine, connected to where it is not yet. */
  readonly connect: (machine: string) => Promise<LockingShell>;
  /** A host begins to wait for another run. */
  readonly onWait: (error: LockedError) => void;
}

/** Time that the leader has to be connected to while others wait for it. */
const leaderPatienceMs = 10_000;

const pollMs = 1000;

/** Time that a host has to notice that the lab which locked it has ended. */
const noticeMs = 5_000;
const noticePollMs = 100;

/**
 * The locks of a run on all its hosts. One host leads: the first by name that can be reached is locked before any other.
 * So of runs that begin together on the same hosts one gets all of them; the others lock none.
 */
export class RunLock implements LockTurns {
  readonly #context: LockContext;
  readonly #claim: LockClaim;
  readonly #turns = new Map<string, PromiseWithResolvers<void>>();
  #leading: Promise<void> | null = null;

  constructor(context: LockContext) {
    this.#context = context;
    this.#claim = { run: context.run, owner: context.owner, token: randomBytes(8).toString("hex") };
  }

  /** `shell`, whose first frame takes the lock. Cost: none. */
  guard(machine: string, shell: Shell): LockingShell {
    return new LockingShell(machine, shell, this.#claim, this);
  }

  async admit(machine: string): Promise<void> {
    this.#leading ??= this.#lead();
    try {
      await Promise.race([this.#leading, this.#turn(machine).promise]);
    } catch (error) {
      if (!(error instanceof LockedError)) throw error;
      throw new LockedError(machine, `${error.host} is ${error.message}`, error.owner, error.host);
    }
  }

  async patiently<T>(machine: string, action: () => Promise<T>): Promise<T> {
    const { waitMs, hasEnded, onWait, signal } = this.#context;
    const start = performance.now();
    for (let hasSaid = false; ; ) {
      try {
        return await action();
      } catch (error) {
        if (!(error instanceof LockedError) || error.host !== machine) throw error;
        const waitedMs = performance.now() - start;
        const isEnding = hasEnded(error.owner) && waitedMs < noticeMs;
        const leftMs = Math.max(waitMs, isEnding ? noticeMs : 0) - waitedMs;
        if (leftMs <= 0) throw error;
        if (!isEnding && !hasSaid) {
          onWait(error);
          hasSaid = true;
        }
        await sleep(Math.min(isEnding ? noticePollMs : pollMs, leftMs), undefined, { signal });
      }
    }
  }

  async #lead(): Promise<void> {
    for (const candidate of this.#context.hosts.toSorted()) {
      this.#turn(candidate).resolve();
      if (await this.#isLocked(candidate)) return;
    }
  }

  /** Whether the run has the lock of a candidate; false where it cannot be reached. Throws LockedError where it is another's. */
  async #isLocked(candidate: string): Promise<boolean> {
    try {
      const shell = await withPatience(this.#context.connect(candidate), leaderPatienceMs);
      // By then a host that has just been connected to has sent what it has to ask, and the lock travels with that.
      await setImmediate();
      await shell?.secure();
      return shell !== null;
    } catch (error) {
      if (error instanceof LockedError) throw error;
      return false;
    }
  }

  #turn(machine: string): PromiseWithResolvers<void> {
    const known = this.#turns.get(machine) ?? Promise.withResolvers<void>();
    this.#turns.set(machine, known);
    return known;
  }
}
