import type { Finding } from "../kubernetes/health/finding.ts";
import { checkClock } from "../network/paths/check-clock.ts";
import { type ClockReading, certainLead, ownClock } from "../network/paths/clock-reading.ts";

/**
 * Whose clock is wrong: hosts that differ from most of the others, this machine among them; so one wrong clock is one
 * finding, and not one of each host. By host name. Pure.
 */
export function judgeClocks(
  clocks: ReadonlyMap<string, ClockReading>,
  toleranceMs: number,
): ReadonlyMap<string, readonly Finding[]> {
  const all = [...clocks].map(([name, clock]) => ({ name, clock }));
  const differs = (a: ClockReading, b: ClockReading): boolean => Math.abs(certainLead(a, b)) > toleranceMs;
  const isWrong = ({ name, clock }: (typeof all)[number]): boolean => {
    const voters = [ownClock, ...all.filter((other) => other.name !== name).map((other) => other.clock)];
    return voters.filter((voter) => differs(clock, voter)).length * 2 > voters.length;
  };
  const right = all.filter((each) => !isWrong(each));
  return new Map(
    all.map(({ name, clock }) => {
      const others = right.length > 0 ? right : all;
      return [
        name,
        checkClock(
          clock,
          others.filter((other) => other.name !== name),
          toleranceMs,
        ),
      ];
    }),
  );
}
