import { type TickResult, tickVerdict } from "./tick-result.ts";

/** How often ticks come. */
export interface Pace {
  /** Between the end of a quiet tick and the next one. */
  readonly everyMs: number;
  /** Share of a pause by which it is randomly shorter or longer, below 1. */
  readonly jitter: number;
}

/** What the ticks so far mean for the next pause. */
export interface PaceState {
  /** Ticks in a row in which nothing was looked after. */
  readonly failures: number;
  /** Ticks since one changed something; it is 0 right after it. Infinity where none has. */
  readonly quiet: number;
}

/** Before the first tick. */
export const freshPace: PaceState = { failures: 0, quiet: Number.POSITIVE_INFINITY };

/** Where something changed, more may follow: the next pause is this share of the usual one, and doubles from there. */
const shortest = 1 / 8;
/** A backoff ends at this multiple of the usual pause. */
const longest = 8;

/** The state after a tick. */
export function advancePace({ failures, quiet }: PaceState, result: TickResult): PaceState {
  const verdict = tickVerdict(result);
  return {
    failures: verdict === "failed" ? failures + 1 : 0,
    quiet: result.changed > 0 && verdict !== "failed" ? 0 : quiet + 1,
  };
}

/** Milliseconds until the next tick; `random` is from 0 to 1. Pure. */
export function nextPause({ everyMs, jitter }: Pace, { failures, quiet }: PaceState, random: number): number {
  const factor =
    failures > 0 ? Math.min(longest, 2 ** (failures - 1)) : Math.min(1, shortest * 2 ** Math.min(quiet, 10));
  return Math.round(everyMs * factor * (1 + jitter * (2 * random - 1)));
}
