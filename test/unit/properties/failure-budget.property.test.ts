import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { FailureBudget } from "../../../src/engine/failure-budget.ts";
import { type Observed, observe, type RandomRun, randomRun, taskCount } from "./random-run.ts";

/** Often such that the share is a whole number of hosts. */
const percentage = fc.oneof(
  fc.constantFrom(0, 10, 20, 25, 50, 75, 100),
  fc.double({ min: 0, max: 100, noNaN: true }),
);

/** How many hosts may be lost before the play ends. */
function allowedOf({ hosts }: RandomRun, share: number): number {
  return hosts.filter((_, lost) => (lost + 1) * 100 <= share * hosts.length).length;
}

/** The hosts that do not get through the play when nothing stops it. */
function doomed({ hosts, ignoreUnreachable }: RandomRun): number {
  const unreachable = (outcome: string): boolean => outcome === "refused" || outcome === "lost";
  return hosts.filter(({ outcome }) => outcome === "failed" || (!ignoreUnreachable && unreachable(outcome)))
    .length;
}

/** With one host at a time nobody else is at work when a host is lost. */
function goesOneByOne({ forks, serial }: RandomRun): boolean {
  return (
    forks === 1 || (serial.length > 0 && serial.every((size) => size.kind === "hosts" && size.count === 1))
  );
}

function expectStop(run: RandomRun, seen: Observed, allowed: number): void {
  const { batches, lost, begun, isStopped } = seen;
  expect(isStopped).toBe(lost.length > allowed);
  // Beyond what is allowed no more than those that were at work when the play ended.
  expect(lost.length).toBeLessThanOrEqual(allowed + (goesOneByOne(run) ? 1 : run.forks));
  expect(seen.begunAfter(allowed + 1)).toEqual([]);
  for (const batch of batches) expect(batch.some((host) => begun.includes(host))).toBe(true);
  if (isStopped) return;
  expect(begun).toHaveLength(run.hosts.length);
  expect(lost).toHaveLength(doomed(run));
}

describe("a play with random outcomes", { timeout: 60_000 }, () => {
  it("ends when more hosts are lost than max_fail_percentage allows, and not before, across batches", async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, percentage, async (run, maxFailPercentage) => {
        const seen = await observe(run, { maxFailPercentage });
        expectStop(run, seen, allowedOf(run, maxFailPercentage));
      }),
      { numRuns: 300 },
    );
  });

  it("ends with the first host that is lost where any error is fatal", async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (run) => {
        expectStop(run, await observe(run, { anyErrorsFatal: true }), 0);
      }),
      { numRuns: 150 },
    );
  });

  it("goes on past any number of lost hosts without a limit, unless all of a batch are lost", async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (run) => {
        const { begun, lost, isStopped } = await observe(run, {});
        if (isStopped) expect(lost).toContain(begun.at(-1));
        else expect([begun.length, lost.length]).toEqual([run.hosts.length, doomed(run)]);
      }),
      { numRuns: 150 },
    );
  });

  it("lets every host that is not lost run to its end when nothing stops it", async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, async (run) => {
        const { finished, lost } = await observe(run, { maxFailPercentage: 100 });
        const unreachable = run.hosts.flatMap(({ outcome }, index) =>
          outcome === "refused" || outcome === "lost" ? [`h${index}`] : [],
        );
        const spared = run.hosts.map((_, index) => `h${index}`).filter((host) => !lost.includes(host));
        for (const host of spared)
          expect(finished.get(host)).toBe(unreachable.includes(host) ? undefined : taskCount);
      }),
      { numRuns: 150 },
    );
  });
});

describe("the failure budget", () => {
  it("counts a host once, however often it is lost, and allows any number where nothing is said", () => {
    const names = fc.array(fc.constantFrom("a", "b", "c", "d"), { maxLength: 12 });
    fc.assert(
      fc.property(names, fc.option(fc.integer({ min: 0, max: 100 })), (lost, share) => {
        const budget = new FailureBudget(4, share);
        for (const name of lost) budget.lose(name);
        expect(budget.lost).toEqual(new Set(lost));
        expect(budget.isExceeded).toBe(share !== null && new Set(lost).size / 4 > share / 100);
      }),
    );
  });
});
