import { describe, expect, it } from "vitest";
import { certainLead, clockProbe, readClock } from "../../../../src/network/paths/clock-reading.ts";
import { runSh } from "../../resources/run-sh.ts";
import { expectReviewed } from "../expect-reviewed.ts";

describe("a clock", () => {
  it("is asked for by a script that is as reviewed", async () => {
    const { kind, query } = clockProbe(() => 1_000_000);
    await expectReviewed(kind.script([query]), "clock");
  });

  it("is ahead by something between what question and answer allow", () => {
    expect(readClock("1000000 1005.250\n", 1_002_000)).toEqual({ leastMs: 3249, mostMs: 5250 });
    expect(readClock("1000000 1005\n", 1_002_000)).toEqual({ leastMs: 2999, mostMs: 6000 });
    expect(readClock("1000000 1005.%N\n", 1_002_000)).toEqual({ leastMs: 2999, mostMs: 6000 });
    expect(readClock("date: not found\n", 1_002_000)).toBeNull();
  });

  it("leads for certain only where the ranges do not meet", () => {
    const [a, b] = [
      { leastMs: 100, mostMs: 200 },
      { leastMs: -50, mostMs: 80 },
    ];
    expect([certainLead(a, b), certainLead(b, a), certainLead(a, a)]).toEqual([20, -20, 0]);
  });

  it("is this machine's own when this machine is asked", () => {
    const probe = clockProbe(Date.now);
    const { stdout } = runSh(probe.kind.script([probe.query]));
    const { leastMs, mostMs } = readClock(stdout, Date.now()) ?? { leastMs: 1, mostMs: -1 };
    expect(leastMs).toBeLessThanOrEqual(0);
    expect(mostMs).toBeGreaterThanOrEqual(0);
  });
});
