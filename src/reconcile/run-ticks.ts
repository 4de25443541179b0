import { setTimeout as sleep } from "node:timers/promises";
import { advancePace, freshPace, nextPause, type Pace } from "./next-pause.ts";
import type { TickResult } from "./tick-result.ts";

/** What a reconciler does, and how often. */
export interface Ticks {
  readonly pace: Pace;
  /** Ticks after which it ends by itself; null goes on for ever. */
  readonly most: number | null;
  /** Ends the pause, and the tick that is at work, which is given a signal of its own. */
  readonly signal: AbortSignal;
  readonly random: () => number;
  /** Never rejects; null where it was interrupted. */
  tick(number: number, signal: AbortSignal): Promise<TickResult | null>;
  /** Takes what a tick came to; `pauseMs` follows. */
  onEnd(number: number, result: TickResult, pauseMs: number): void;
}

/** Ticks again and again until it is told to end. Never rejects for what goes wrong in a tick. */
export async function runTicks({ pace, most, signal, random, tick, onEnd }: Ticks): Promise<void> {
  let state = freshPace;
  for (let number = 1; !signal.aborted && (most === null || number <= most); number += 1) {
    const result = await withOwnSignal(signal, (own) => tick(number, own));
    if (result === null) break;
    state = advancePace(state, result);
    const pauseMs = nextPause(pace, state, random());
    onEnd(number, result, pauseMs);
    if (number === most) break;
    await withOwnSignal(signal, (own) => sleep(pauseMs, undefined, { signal: own }).catch(() => {}));
  }
}

/**
 * Whoever listens to a signal and never stops is held by it: what is done once gets a signal that goes with it, and only
 * one listener on the signal that stays.
 */
async function withOwnSignal<T>(signal: AbortSignal, action: (own: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const abort = (): void => controller.abort();
  if (signal.aborted) abort();
  signal.addEventListener("abort", abort, { once: true });
  try {
    return await action(controller.signal);
  } finally {
    signal.removeEventListener("abort", abort);
  }
}
