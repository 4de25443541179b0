import { probeOf } from "../../resources/probe.ts";

/**
 * How much a host's clock is ahead of this machine's, in ms: somewhere between the two, for the question and the answer
 * take their time. Two clocks differ for certain where their ranges do not meet.
 */
export interface ClockReading {
  readonly leastMs: number;
  readonly mostMs: number;
}

/** Asks a host what time it is. `now` is this machine's clock, in ms since 1970. Cost: rides in a frame; one process. */
export const clockReading = clockProbe(Date.now);

/** The question with a clock of one's own. */
export function clockProbe(now: () => number) {
  return probeOf(
    {
      name: "clock",
      script: () => `echo "${now()} $(date +%s.%N)"\n`,
      parse: (stdout, queries: readonly Record<string, never>[]) => {
        const reading = readClock(stdout, now());
        return queries.map(() => reading);
      },
    },
    () => "of the host",
  )({});
}

/** Reads "SENT_MS SECONDS[.FRACTION]", which arrived at `arrivedMs`; null where the host printed no time. Pure. */
export function readClock(stdout: string, arrivedMs: number): ClockReading | null {
  const [, sent, seconds, fraction] = /^(\d+) (\d+)(\.\d+)?/.exec(stdout) ?? [];
  if (sent === undefined || seconds === undefined) return null;
  const ms = Number(`${seconds}${fraction ?? ""}`) * 1000;
  // Without a fraction (busybox) it may be up to a second later; this machine's clock is cut to whole milliseconds.
  return { leastMs: ms - arrivedMs - 1, mostMs: ms + (fraction === undefined ? 1000 : 0) - Number(sent) };
}

/** By how much two clocks differ at the very least, in ms: positive where `a` is ahead, negative where `b` is. Pure. */
export function certainLead(a: ClockReading, b: ClockReading): number {
  if (a.leastMs > b.mostMs) return a.leastMs - b.mostMs;
  return b.leastMs > a.mostMs ? a.mostMs - b.leastMs : 0;
}

/** The clock of this machine itself. */
export const ownClock: ClockReading = { leastMs: 0, mostMs: 0 };
