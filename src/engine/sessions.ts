import { ConnectionError, ConvergenceError, InternalError } from "../errors.ts";
import type { Shell } from "../transport/transport.ts";
import { type ChangeCount, HostSession } from "./host-session.ts";
import type { LockingShell } from "./locking-shell.ts";
import { type LockContext, RunLock } from "./run-lock.ts";

/** A connection, and its shell as the lock of the run sees it; null in a run that takes no locks. */
interface Connection {
  readonly session: HostSession;
  readonly locking: LockingShell | null;
}

/** The open connections of a run, one for each machine, opened when they are first needed. */
export class Sessions {
  readonly #open: (machine: string) => Promise<Shell>;
  readonly #signal: AbortSignal;
  readonly #lock: RunLock | null;
  readonly #opened: (machine: string) => void;
  readonly #changes: ChangeCount = { value: 0 };
  readonly #connections = new Map<string, Promise<Connection>>();
  /** Machines that somebody has asked for by now. */
  readonly #wanted = new Set<string>();
  /** Round trips over connections that are closed by now. */
  readonly #earlierFrames = new Map<string, number>();

  /** `lock` is null where nothing is to be locked; `opened` hears of each machine once it is reached. */
  constructor(
    open: (machine: string) => Promise<Shell>,
    signal: AbortSignal,
    lock: Omit<LockContext, "connect" | "signal"> | null,
    opened: (machine: string) => void = () => {},
  ) {
    this.#open = open;
    this.#opened = opened;
    this.#signal = signal;
    this.#lock = lock && new RunLock({ ...lock, signal, connect: (machine) => this.#lockingShell(machine) });
  }

  /**
   * Cost: a connection for the first caller, none for the others. The first question or order to the machine locks it, and
   * throws LockedError where another run works there. Throws ConnectionError; then the next call tries again.
   */
  async get(machine: string): Promise<HostSession> {
    const isFirst = !this.#wanted.has(machine);
    this.#wanted.add(machine);
    try {
      const { session } = await this.#connection(machine);
      if (isFirst) this.#opened(machine);
      return session;
    } catch (error) {
      this.#wanted.delete(machine);
      throw error;
    }
  }

  #connection(machine: string): Promise<Connection> {
    const known = this.#connections.get(machine);
    if (known) return known;
    const opened = this.#connect(machine);
    this.#connections.set(machine, opened);
    opened.catch(() => this.#connections.delete(machine));
    return opened;
  }

  async #connect(machine: string): Promise<Connection> {
    const shell = await this.#open(machine);
    const locking = this.#lock?.guard(machine, shell) ?? null;
    return { session: new HostSession(locking ?? shell, this.#signal, this.#changes), locking };
  }

  /**
   * Opens another connection, which takes the place of the one that is there; others who use that one are let finish what
   * they have under way. Throws ConnectionError; then that stays.
   */
  async renew(machine: string): Promise<HostSession> {
    const connection = await this.#connect(machine);
    const renewed = this.#replace(machine, this.#connections.get(machine), connection);
    // Who asks meanwhile waits: a third connection would fight with this one for the lock.
    this.#connections.set(machine, renewed);
    this.#wanted.add(machine);
    return (await renewed).session;
  }

  async #replace(
    machine: string,
    earlier: Promise<Connection> | undefined,
    connection: Connection,
  ): Promise<Connection> {
    const found = await earlier?.catch(() => null);
    if (!found) return connection;
    const replaced = Promise.withResolvers<Shell>();
    await found.locking?.retire(replaced.promise);
    await this.#close(machine, found);
    replaced.resolve(connection.session.shell);
    return connection;
  }

  async #lockingShell(machine: string): Promise<LockingShell> {
    const { locking } = await this.#connection(machine);
    if (!locking) throw new InternalError("a run without locks asked for one");
    return locking;
  }

  /** Forgets a connection that is lost, so that the next call of `get` opens another one. */
  async drop(machine: string): Promise<void> {
    const connection = await this.#connections.get(machine)?.catch(() => null);
    this.#connections.delete(machine);
    this.#wanted.delete(machine);
    if (connection) await this.#close(machine, connection);
  }

  async #close(machine: string, { session: { shell } }: Connection): Promise<void> {
    this.#earlierFrames.set(machine, shell.frames + (this.#earlierFrames.get(machine) ?? 0));
    await shell.close();
  }

  /** Round trips to a machine so far. */
  async frames(machine: string): Promise<number> {
    const connection = await this.#connections.get(machine)?.catch(() => null);
    return (connection?.session.shell.frames ?? 0) + (this.#earlierFrames.get(machine) ?? 0);
  }

  /** Gives back all locks. Never throws. */
  async close(): Promise<void> {
    const settled = await Promise.allSettled(this.#connections.values());
    await Promise.all(
      settled.map(async (entry) => {
        if (entry.status === "fulfilled") await entry.value.session.shell.close();
      }),
    );
  }
}

/** What went wrong on `host`: the loss of a machine that a task is delegated to is a failure of the task, not of its host. */
export function lossOfDelegate(error: unknown, host: string): unknown {
  if (!(error instanceof ConnectionError) || error.host === host) return error;
  return new ConvergenceError(`delegate_to ${error.host}: ${error.message}`, error.hint);
}
