import { describe, expect, it } from "vitest";
import { advancePace, freshPace, nextPause, type PaceState } from "../../../src/reconcile/next-pause.ts";
import type { TickResult } from "../../../src/reconcile/tick-result.ts";
import { hosts, tick } from "./ticks.ts";

const pace = { everyMs: 8000, jitter: 0 };

function pauses(results: readonly TickResult[]): number[] {
  let state: PaceState = freshPace;
  return results.map((result) => {
    state = advancePace(state, result);
    return nextPause(pace, state, 0.5);
  });
}

const quiet = tick();
const changed = tick({ changed: 1 });
const failed = tick({ hosts: hosts("failed") });

describe("the pause after a tick", () => {
  it("is the usual one where nothing happens", () => {
    expect(pauses([quiet, quiet])).toEqual([8000, 8000]);
  });
  it("is short after a change, and doubles until it is the usual one again", () => {
    expect(pauses([changed, quiet, quiet, quiet, quiet])).toEqual([1000, 2000, 4000, 8000, 8000]);
  });
  it("doubles while nothing can be looked after, up to a bound", () => {
    expect(pauses([failed, failed, failed, failed, failed, quiet])).toEqual([
      8000, 16_000, 32_000, 64_000, 64_000, 8000,
    ]);
  });
  it("stays the usual one where some hosts fail, so that the others are looked after", () => {
    expect(pauses([tick({ hosts: hosts("ok", "failed") }), tick({ hosts: hosts("ok", "failed") })])).toEqual([
      8000, 8000,
    ]);
  });
  it("does not hurry because a failed tick has changed something", () => {
    expect(pauses([tick({ hosts: hosts("failed"), changed: 3 })])).toEqual([8000]);
  });
  it("is spread by the jitter to both sides", () => {
    const spread = [0, 0.5, 1].map((random) => nextPause({ everyMs: 1000, jitter: 0.1 }, freshPace, random));
    expect(spread).toEqual([900, 1000, 1100]);
  });
});
