import { performance } from "node:perf_hooks";
import { CommandError } from "../errors.ts";
import type { Probe } from "../resources/probe.ts";
import type { Shell } from "../transport/transport.ts";
import { type Answers, newMark, probeParts, probeTimeoutMs, readAnswers } from "./answers.ts";
import { frameScript, frameStages, splitFrame } from "./frame-script.ts";

/** How often a question is put whose answer something else has printed into. */
const mostAttempts = 5;

function disturbed(): CommandError {
  const said = "something that a command has left running prints into the answers of the host";
  return new CommandError(said, {
    exitCode: 0,
    stdout: "",
    stderr: "let that command send the output of what it starts elsewhere: >/dev/null 2>&1",
  });
}

/** How often something was changed in a run, on any machine. */
export interface ChangeCount {
  value: number;
}

/** One machine during a run: its shell, and what is known of it. Lives as long as the connection. */
export class HostSession {
  readonly shell: Shell;
  readonly signal: AbortSignal;
  /** What the machine said, by the key of the question. */
  readonly answers: Answers = new Map();
  readonly #changes: ChangeCount;
  /** Keys of the answers that others may have made stale, and the number of changes when that was last looked at. */
  readonly #shared = new Set<string>();
  #seen = 0;
  #isDisturbed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(shell: Shell, signal: AbortSignal, changes: ChangeCount = { value: 0 }) {
    this.shell = shell;
    this.signal = signal;
    this.#changes = changes;
  }

  /**
   * Puts all questions that have no answer yet. Cost: one round trip, none when everything is known. Throws CommandError
   * where the machine cannot answer.
   */
  async ask(probes: readonly Probe[]): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      const open = probes.filter((probe) => !this.answers.has(probe.key));
      if (open.length === 0) return;
      if (attempt > mostAttempts) throw disturbed();
      await this.#ask(open);
    }
  }

  async #ask(open: readonly Probe[]): Promise<void> {
    this.expect(open);
    const mark = newMark();
    const seal = this.sealOf(mark);
    const parts = probeParts(open, seal);
    const script = frameScript(parts, mark);
    const stages = frameStages(parts, mark);
    const result = await this.shell.run(
      { kind: "probe", script, timeoutMs: probeTimeoutMs, stages },
      this.signal,
    );
    this.learn(readAnswers(open, splitFrame(result.stdout, result.stderr, mark), seal));
  }

  /** Commands of the playbook run from now on: what they leave running may print between the lines of answers. */
  distrustAnswers(): void {
    this.#isDisturbed = true;
  }

  /** What the answers in the frame with this mark are sealed with; null where nothing else can print there. */
  sealOf(mark: string): string | null {
    return this.#isDisturbed ? `${mark}-seal` : null;
  }

  /** Notes which of these questions other machines' changes give new answers to. */
  expect(probes: readonly Probe[]): void {
    for (const { kind, key } of probes) if (kind.isShared) this.#shared.add(key);
  }

  /** An answer that is another machine's. */
  borrow(key: string, state: unknown): void {
    this.#shared.add(key);
    this.answers.set(key, state);
  }

  learn(answers: Answers): void {
    for (const [key, state] of answers) this.answers.set(key, state);
  }

  /** Drops the answers that changes on other machines may have made stale. Called before a task is evaluated. */
  refresh(): void {
    if (this.#seen === this.#changes.value) return;
    this.#seen = this.#changes.value;
    for (const key of this.#shared) this.answers.delete(key);
  }

  /** Something was changed: whatever was known may be different now. */
  forget(): void {
    this.answers.clear();
    this.#changes.value += 1;
  }

  /**
   * Runs `action` while no other action of this kind runs: tasks of other hosts that are delegated to this machine must
   * not change it between a question and the change that follows from the answer.
   */
  exclusively<T>(action: () => Promise<T>): Promise<T> {
    const result = this.#last.then(action);
    this.#last = result.catch(() => {});
    return result;
  }
}

/** Seconds since `start`, a value of performance.now(). */
export function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 10) / 100;
}
