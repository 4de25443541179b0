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

/**
 * How far something reaches: what is this machine's own; all that this machine says; and also what others say of what all
 * share, such as the nodes of a cluster.
 */
export type Reach = "own" | "machine" | "everything";

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
  /** Of the answers that other machines' changes make stale: how many changes there were when they were given. */
  readonly #givenAt = new Map<string, number>();
  /** Questions that are under way, so that who asks the same at the same time need not. */
  readonly #asked = new Map<string, { readonly changes: number; readonly answered: Promise<void> }>();
  #isDisturbed = false;
  #last: Promise<unknown> = Promise.resolve();

  constructor(shell: Shell, signal: AbortSignal, changes: ChangeCount = { value: 0 }) {
    this.shell = shell;
    this.signal = signal;
    this.#changes = changes;
  }

  /** How many changes there were in the run by now, on any machine. */
  get changes(): number {
    return this.#changes.value;
  }

  /** The answers, but for those that a change before `since` may have made stale. */
  since(since: number): Pick<Answers, "has" | "get"> {
    const isFresh = (key: string): boolean => (this.#givenAt.get(key) ?? since) >= since;
    return {
      has: (key) => this.answers.has(key) && isFresh(key),
      get: (key) => (isFresh(key) ? this.answers.get(key) : undefined),
    };
  }

  /**
   * Puts all questions that have no answer yet, or only one from before `since`. Cost: one round trip, none when everything
   * is known, or asked by somebody else at this moment. Throws CommandError where the machine cannot answer.
   */
  async ask(probes: readonly Probe[], since = 0): Promise<void> {
    for (let attempts = 0; ; ) {
      const known = this.since(since);
      const open = probes.filter((probe) => !known.has(probe.key) && !this.#knows(probe));
      if (open.length === 0) return;
      const underWay = open.flatMap(({ key }) => {
        const asked = this.#asked.get(key);
        return asked && asked.changes >= since ? [asked.answered] : [];
      });
      if (underWay.length > 0) {
        // What fails for somebody else is then asked once more.
        await Promise.allSettled(new Set(underWay));
        continue;
      }
      attempts += 1;
      if (attempts > mostAttempts) throw disturbed();
      await this.#askOnce(open);
    }
  }

  /** What need not be asked of a machine that is there. */
  #knows(probe: Probe): boolean {
    const { kind, key, query } = probe;
    if (!kind.asksNothing) return false;
    this.learn(new Map([[key, kind.parse("", [query])[0]]]), [probe]);
    return true;
  }

  async #askOnce(open: readonly Probe[]): Promise<void> {
    const changes = this.changes;
    const answered = this.#ask(open, changes);
    for (const { key } of open) this.#asked.set(key, { changes, answered });
    try {
      await answered;
    } finally {
      for (const { key } of open) if (this.#asked.get(key)?.answered === answered) this.#asked.delete(key);
    }
  }

  async #ask(open: readonly Probe[], changes: number): Promise<void> {
    const mark = newMark();
    const seal = this.sealOf(mark);
    const parts = probeParts(open, seal);
    const script = frameScript(parts, mark);
    const stages = frameStages(parts, mark);
    const result = await this.shell.run(
      { kind: "probe", script, timeoutMs: probeTimeoutMs, stages },
      this.signal,
    );
    this.learn(readAnswers(open, splitFrame(result.stdout, result.stderr, mark), seal), open, changes);
  }

  /** Commands of the playbook run from now on: what they leave running may print between the lines of answers. */
  distrustAnswers(): void {
    this.#isDisturbed = true;
  }

  /** What the answers in the frame with this mark are sealed with; null where nothing else can print there. */
  sealOf(mark: string): string | null {
    return this.#isDisturbed ? `${mark}-seal` : null;
  }

  /** Takes in the answers to `probes`, which were put when there were that many changes. */
  learn(answers: Answers, probes: readonly Probe[], changes = this.changes): void {
    for (const { kind, key } of probes) if (kind.isShared) this.#givenAt.set(key, changes);
    for (const [key, state] of answers) this.answers.set(key, state);
  }

  /** Takes in another machine's answer, which was asked for when there were that many changes. */
  borrow(key: string, state: unknown, changes: number): void {
    this.#givenAt.set(key, changes);
    this.answers.set(key, state);
  }

  /** Those of `probes` that something which reaches that far leaves without an answer. */
  staleAfter(reach: Reach, probes: readonly Probe[]): Probe[] {
    const known = this.since(this.changes);
    return probes.filter(({ key }) => !(known.has(key) && this.#isOutOf(reach, key)));
  }

  #isOutOf(reach: Reach, key: string): boolean {
    return reach === "own" && this.#givenAt.has(key);
  }

  /** What was known may be different now, as far as `reach` says. */
  forget(reach: Reach): void {
    if (reach === "everything") this.#changes.value += 1;
    for (const key of this.answers.keys()) {
      if (this.#isOutOf(reach, key)) continue;
      this.answers.delete(key);
      this.#givenAt.delete(key);
    }
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
