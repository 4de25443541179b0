import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { CommandError, ConnectionError, ConvergenceError, InternalError } from "../errors.ts";
import type { HostTask } from "../playbook/host-task.ts";
import { type BootState, bootState } from "../resources/boot-probe.ts";
import type { Reboot } from "../resources/resource.ts";
import { probeTimeoutMs } from "./answers.ts";
import { type CarryOutContext, carryOut } from "./carry-out.ts";
import type { Evaluation } from "./evaluate-task.ts";
import type { HostSession } from "./host-session.ts";
import { type HostWork, sessionOf } from "./host-work.ts";
import { registeredResult } from "./registered.ts";
import { lastLines } from "./task-failure.ts";
import type { TaskResult } from "./task-result.ts";

type Planned = Extract<Evaluation, { kind: "planned" }>;

const firstPauseMs = 500;
const longestPauseMs = 5000;

/** The cheap part of the question, put again and again. */
const boot = bootState({ need: false });

/**
 * Lets a machine reboot and waits until it is back and ready, over another connection; what it said before is forgotten.
 * Cost: one round trip for the order, a connection and a round trip for each look, and one for what later tasks ask.
 * Throws ConvergenceError where it does not reboot, ConnectionError where it does not come back.
 */
export async function runReboot(
  task: HostTask,
  planned: Planned,
  reboot: Reboot,
  context: CarryOutContext,
  work: HostWork,
): Promise<TaskResult> {
  const { plan, resource } = planned;
  if (plan.kind !== "changes" || plan.changes.length === 0) return carryOut(task, planned, context);
  if (context.surroundings.delegate === "localhost") {
    throw new ConvergenceError("this would reboot the machine that lab runs on");
  }
  const start = performance.now();
  const before = bootOf(planned.states.boot);
  const laterProbes = context.laterProbes();
  const ordered = await carryOut(task, planned, { ...context, laterProbes: () => [] });
  if (ordered.outcome === "failed") return ordered;
  const say = (line: string): void => context.report.output(task, line, "stdout");
  const { delegate } = context.surroundings;
  const wait = new RebootWait({ ...reboot, endAt: start + reboot.timeoutMs, before, delegate, say }, work);
  const session = await wait.ready();
  await session.ask([...Object.values(resource.probes), ...laterProbes]);
  const elapsed = Math.round((performance.now() - start) / 1000);
  const message = `ready again after ${elapsed} s`;
  const registered = registeredResult("changed", message, undefined, { rebooted: true, elapsed });
  return { ...ordered, message, registered };
}

/** What a wait for a machine needs to know of the reboot. */
interface AwaitedReboot extends Reboot {
  /** A value of performance.now(). */
  readonly endAt: number;
  readonly before: BootState;
  readonly delegate: string | null;
  readonly say: (line: string) => void;
}

/** What kept a look at the machine from being the last one. */
type Obstacle =
  | { readonly kind: "not rebooted" }
  | { readonly kind: "not ready"; readonly missing: string }
  | { readonly kind: "lost"; readonly error: ConnectionError };

class RebootWait {
  readonly #reboot: AwaitedReboot;
  readonly #work: HostWork;
  #obstacle: Obstacle = { kind: "not rebooted" };
  #isGone = false;
  #isBack = false;

  constructor(reboot: AwaitedReboot, work: HostWork) {
    this.#reboot = reboot;
    this.#work = work;
  }

  get #machine(): string {
    return this.#reboot.delegate ?? this.#work.host;
  }

  /** The session of the machine once it has rebooted and is ready. */
  async ready(): Promise<HostSession> {
    let pauseMs = firstPauseMs;
    for (;;) {
      this.#work.signal.throwIfAborted();
      const session = await this.#look().catch((error: unknown) => this.#lost(error));
      if (session) return session;
      if (performance.now() >= this.#reboot.endAt) throw this.#late();
      await this.#pause(pauseMs);
      pauseMs = Math.min(pauseMs * 1.5, longestPauseMs);
    }
  }

  /** Null while there is something to wait for. */
  async #look(): Promise<HostSession | null> {
    const { before, delegate, settleMs, say } = this.#reboot;
    const session = await sessionOf(this.#work, delegate);
    session.forget("everything");
    await session.ask([boot]);
    const { id, refusal } = bootOf(session.answers.get(boot.key));
    if (id === before.id) {
      if (refusal !== null) throw new ConvergenceError(`the host would not reboot: ${refusal}`);
      this.#obstacle = { kind: "not rebooted" };
      return null;
    }
    if (!this.#isBack) {
      this.#isBack = true;
      say("the host is back");
      await this.#pause(settleMs);
    }
    const missing = await this.#missing(session);
    if (missing === null) return session;
    this.#obstacle = { kind: "not ready", missing };
    return null;
  }

  /** What a machine that is back still lacks; null when it is ready. */
  async #missing({ shell, signal }: HostSession): Promise<string | null> {
    const { readyScript } = this.#reboot;
    const frame = { kind: "probe", script: readyScript, timeoutMs: probeTimeoutMs } as const;
    const { exitCode, stderr } = await shell.run(frame, signal);
    if (exitCode === 0) return null;
    return lastLines(stderr) || `the test command ended with exit code ${exitCode}`;
  }

  /** Rethrows what no reboot explains. A machine that goes down may end a question before it ends the connection. */
  async #lost(error: unknown): Promise<null> {
    if (!(error instanceof ConnectionError) && !(error instanceof CommandError)) throw error;
    await this.#work.sessions.drop(this.#machine);
    if (!(error instanceof ConnectionError)) return null;
    this.#obstacle = { kind: "lost", error };
    if (!this.#isGone) this.#reboot.say("the host is gone; waiting for it to come back");
    this.#isGone = true;
    return null;
  }

  async #pause(ms: number): Promise<void> {
    await sleep(ms, undefined, { signal: this.#work.signal });
  }

  #late(): Error {
    const obstacle = this.#obstacle;
    const seconds = this.#reboot.timeoutMs / 1000;
    switch (obstacle.kind) {
      case "not rebooted": {
        const hint = "look at what keeps it from going down: systemctl list-jobs, systemd-inhibit";
        return new ConvergenceError(`the host has not rebooted within ${seconds} s`, hint);
      }
      case "not ready": {
        const message = `the host has rebooted, but is not ready within ${seconds} s: ${obstacle.missing}`;
        return new ConvergenceError(message, "look at its services: systemctl list-jobs, systemctl --failed");
      }
      case "lost": {
        const message = `${this.#machine} did not come back within ${seconds} s of its reboot: ${obstacle.error.message}`;
        const hint = "look at its console; where it only needs longer, raise reboot_timeout";
        return new ConnectionError(this.#machine, message, hint, { cause: obstacle.error });
      }
    }
  }
}

function bootOf(state: unknown): BootState {
  if (isBootState(state)) return state;
  throw new InternalError("the host was not asked when it was started");
}

function isBootState(state: unknown): state is BootState {
  return typeof state === "object" && state !== null && "id" in state && "refusal" in state;
}
