import { performance } from "node:perf_hooks";
import type { Unknown } from "../playbook/scope.ts";
import type { Probe } from "../resources/probe.ts";
import type { Shell } from "../transport/transport.ts";
import { type Answers, newMark, probeParts, probeTimeoutMs, readAnswers } from "./answers.ts";
import { Foretold } from "./foretold.ts";
import { frameScript, frameStages, splitFrame } from "./frame-script.ts";
import type { RegisteredResult } from "./registered.ts";

/** One host during a run: its shell, and what is known of it. Lives as long as the run. */
export class HostSession {
  readonly shell: Shell;
  readonly signal: AbortSignal;
  /** What the host said, by the key of the question. */
  readonly answers: Answers = new Map();
  /** Results that tasks registered; check mode registers Unknown for what did not run. */
  readonly registered = new Map<string, RegisteredResult | Unknown>();
  /** In check mode: what the plays so far would have changed. */
  readonly foretold = new Foretold();

  constructor(shell: Shell, signal: AbortSignal) {
    this.shell = shell;
    this.signal = signal;
  }

  /** Puts all questions that have no answer yet. Cost: one round trip, none when everything is known. */
  async ask(probes: readonly Probe[]): Promise<void> {
    const open = probes.filter((probe) => !this.answers.has(probe.key));
    if (open.length === 0) return;
    const mark = newMark();
    const parts = probeParts(open);
    const script = frameScript(parts, mark);
    const stages = frameStages(parts, mark);
    const result = await this.shell.run(
      { kind: "probe", script, timeoutMs: probeTimeoutMs, stages },
      this.signal,
    );
    this.learn(readAnswers(open, splitFrame(result.stdout, result.stderr, mark)));
  }

  learn(answers: Answers): void {
    for (const [key, state] of answers) this.answers.set(key, state);
  }

  /** Whatever was known may have changed. */
  forget(): void {
    this.answers.clear();
  }
}

/** Seconds since `start`, a value of performance.now(). */
export function secondsSince(start: number): number {
  return Math.round((performance.now() - start) / 10) / 100;
}
