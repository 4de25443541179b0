import { ConnectionError, ConvergenceError } from "../errors.ts";
import type { Shell } from "../transport/transport.ts";
import { HostSession } from "./host-session.ts";

/** The open connections of a run, one for each machine, opened when they are first needed. */
export class Sessions {
  readonly #open: (machine: string) => Promise<Shell>;
  readonly #signal: AbortSignal;
  readonly #sessions = new Map<string, Promise<HostSession>>();
  /** Round trips over connections that are closed by now. */
  readonly #earlierFrames = new Map<string, number>();

  constructor(open: (machine: string) => Promise<Shell>, signal: AbortSignal) {
    this.#open = open;
    this.#signal = signal;
  }

  /** Cost: a connection for the first caller, none for the others. Throws ConnectionError; then the next call tries again. */
  get(machine: string): Promise<HostSession> {
    const known = this.#sessions.get(machine);
    if (known) return known;
    const opened = this.#open(machine).then((shell) => new HostSession(shell, this.#signal));
    this.#sessions.set(machine, opened);
    opened.catch(() => this.#sessions.delete(machine));
    return opened;
  }

  /** Whether a connection is open, or being opened. */
  has(machine: string): boolean {
    return this.#sessions.has(machine);
  }

  /** Forgets a connection that is lost, so that the next call of `get` opens another one. */
  async drop(machine: string): Promise<void> {
    const session = await this.#sessions.get(machine)?.catch(() => null);
    this.#sessions.delete(machine);
    if (!session) return;
    this.#earlierFrames.set(machine, session.shell.frames + (this.#earlierFrames.get(machine) ?? 0));
    await session.shell.close();
  }

  /** Round trips to a machine so far. */
  async frames(machine: string): Promise<number> {
    const session = await this.#sessions.get(machine)?.catch(() => null);
    return (session?.shell.frames ?? 0) + (this.#earlierFrames.get(machine) ?? 0);
  }

  /** Never throws. */
  async close(): Promise<void> {
    const settled = await Promise.allSettled(this.#sessions.values());
    await Promise.all(
      settled.map(async (entry) => {
        if (entry.status === "fulfilled") await entry.value.shell.close();
      }),
    );
  }
}

/** What went wrong on `host`: the loss of a machine that a task is delegated to is a failure of the task, not of its host. */
export function lossOfDelegate(error: unknown, host: string): unknown {
  if (!(error instanceof ConnectionError) || error.host === host) return error;
  return new ConvergenceError(`delegate_to ${error.host}: ${error.message}`, error.hint);
}
