import { getEventListeners } from "node:events";
import { expect, it } from "vitest";
import { runTicks, type Ticks } from "../../../src/reconcile/run-ticks.ts";
import { tick } from "./ticks.ts";

function ticks(given: Partial<Ticks>): Ticks {
  return {
    pace: { everyMs: 1, jitter: 0 },
    most: 3,
    signal: new AbortController().signal,
    random: () => 0.5,
    tick: async () => tick(),
    onEnd: () => {},
    ...given,
  };
}

it("ticks as often as it is told", async () => {
  const seen: number[] = [];
  await runTicks(ticks({ onEnd: (number) => seen.push(number) }));
  expect(seen).toEqual([1, 2, 3]);
});

it("ends in the middle of a pause", async () => {
  const controller = new AbortController();
  const pace = { everyMs: 3_600_000, jitter: 0 };
  await runTicks(ticks({ pace, most: null, signal: controller.signal, onEnd: () => controller.abort() }));
});

it("ends with the tick that is at work, which is told", async () => {
  const controller = new AbortController();
  const ended: number[] = [];
  await runTicks(
    ticks({
      most: null,
      signal: controller.signal,
      onEnd: (number) => ended.push(number),
      tick: async (number, signal) => {
        if (number === 2) controller.abort();
        return signal.aborted ? null : tick();
      },
    }),
  );
  expect(ended).toEqual([1]);
});

it("leaves nothing behind on the signal that stays", async () => {
  const { signal } = new AbortController();
  const counts: number[] = [];
  await runTicks(
    ticks({
      signal,
      tick: async (_number, own) => {
        own.addEventListener("abort", () => {});
        counts.push(getEventListeners(signal, "abort").length);
        return tick();
      },
    }),
  );
  expect(counts).toEqual([1, 1, 1]);
  expect(getEventListeners(signal, "abort")).toEqual([]);
});
