import { describe, expect, it } from "vitest";
import { advanceHealth, type Health, healthReport, newHealth } from "../../../src/reconcile/health.ts";
import type { TickResult } from "../../../src/reconcile/tick-result.ts";
import { hosts, tick } from "./ticks.ts";

const everyMs = 10_000;

/** One tick ends in each second, and nothing but the last counts for silence. */
function after(...results: readonly TickResult[]): Health {
  return results.reduce(
    (health, result, index) => advanceHealth(health, result, (index + 1) * 1000, everyMs),
    newHealth(0, everyMs),
  );
}

function statusAfter(...results: readonly TickResult[]) {
  const { status, reason } = healthReport(after(...results), results.length * 1000, everyMs);
  return [status, reason];
}

const away = tick({ kind: "database", hosts: [], database: "away" });

describe("a reconciler", () => {
  it("is healthy while hosts are as asked for", () => expect(statusAfter(tick())).toEqual(["healthy", ""]));
  it("is degraded while some hosts fail", () =>
    expect(statusAfter(tick({ hosts: hosts("ok", "failed") }))).toEqual(["degraded", "some hosts failed"]));
  it("is unhealthy when all do", () =>
    expect(statusAfter(tick({ hosts: hosts("failed") }))).toEqual(["unhealthy", "all hosts failed"]));
  it("is well again after a good tick", () =>
    expect(statusAfter(tick({ hosts: hosts("failed") }), tick())).toEqual(["healthy", ""]));
  it("is degraded at first, and then unhealthy, without its database", () => {
    expect(statusAfter(away, away)).toEqual(["degraded", "the database is away"]);
    expect(statusAfter(away, away, away)).toEqual(["unhealthy", "the database was away in the last 3 ticks"]);
    expect(statusAfter(away, away, away, tick({ database: "ok" }))).toEqual(["healthy", ""]);
  });
  it("says what is wrong with its files", () =>
    expect(statusAfter(tick({ kind: "invalid", hosts: [], message: "no such role" }))).toEqual([
      "unhealthy",
      "no such role",
    ]));
  it("stays what it was while another run has all hosts", () => {
    const skipped = tick({ hosts: hosts("locked") });
    expect(statusAfter(skipped)).toEqual(["healthy", ""]);
    expect(statusAfter(tick({ hosts: hosts("failed") }), skipped)).toEqual(["unhealthy", "all hosts failed"]);
  });
  it("is unhealthy when no tick has ended for three pauses, also the longer ones of a backoff", () => {
    const silent = (health: Health, ms: number) => healthReport(health, ms, everyMs).status;
    expect(silent(newHealth(0, everyMs), 30_000)).toBe("healthy");
    expect(silent(newHealth(0, everyMs), 30_001)).toBe("unhealthy");
    const backedOff = advanceHealth(newHealth(0, everyMs), tick(), 0, 80_000);
    expect(silent(backedOff, 240_000)).toBe("healthy");
    expect(silent(backedOff, 240_001)).toBe("unhealthy");
  });
});

it("reports counts over all ticks, and the last one by itself", () => {
  const health = after(
    tick({ hosts: hosts("ok", "failed") }),
    tick({ hosts: hosts("ok", "locked"), changed: 2 }),
  );
  expect(healthReport(health, 5000, everyMs)).toEqual({
    status: "healthy",
    reason: "",
    lastTick: {
      number: 2,
      run: "20300131-140509-3fa2b1",
      outcome: "ok",
      secondsAgo: 3,
      seconds: 1,
      changed: 2,
      failedHosts: [],
    },
    processed: 3,
    failed: 1,
    uptimeSeconds: 5,
    database: "unused",
  });
});
