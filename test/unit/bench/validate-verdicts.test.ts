import { describe, expect, it } from "vitest";
import { judgeValidate } from "../../bench/validate/validate-verdicts.ts";

/** Costs of 250, 500 and 1000 hosts, by how many seconds they take. */
function costs(secondsOf: (hosts: number) => number) {
  return [250, 500, 1000].map((hosts) => {
    const seconds = secondsOf(hosts);
    return { hosts, tasks: 200, seconds, fastestSeconds: seconds, bytes: 200e6 };
  });
}

/** Whether the time, the memory and the growth are as they should be. */
function verdicts(secondsOf: (hosts: number) => number, largest: { seconds?: number; bytes?: number } = {}) {
  const series = costs(secondsOf);
  const [top] = series.slice(-1);
  if (!top) throw new RangeError("no sizes");
  return judgeValidate({ ...top, ...largest }, [{ of: "hosts", costs: series }]).map(({ isMet }) => isMet);
}

describe("the verdicts on what validation costs", () => {
  it("ask for less than a second, and less than 300 MB", () => {
    expect(verdicts((hosts) => 0.2 + hosts / 2000)).toEqual([true, true, true]);
    expect(verdicts((hosts) => 0.2 + hosts / 2000, { seconds: 1 })).toEqual([false, true, true]);
    expect(verdicts((hosts) => 0.2 + hosts / 2000, { bytes: 300e6 })).toEqual([true, false, true]);
  });

  it("tell growth by the square from growth by the number, but not from noise", () => {
    const growth = (secondsOf: (hosts: number) => number) => verdicts(secondsOf).at(-1);
    expect(growth((hosts) => 0.2 + (hosts / 1500) ** 2)).toBe(false);
    expect(growth((hosts) => 0.2 + hosts * Math.log2(hosts) * 5e-5)).toBe(true);
    expect(growth((hosts) => 0.2 + Math.sqrt(hosts) / 100)).toBe(true);
    expect(growth((hosts) => (hosts === 1000 ? 0.23 : 0.2))).toBe(true);
  });
});
