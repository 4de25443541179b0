import { describe, expect, it } from "vitest";
import { clusterSizes } from "../../bench/kubernetes/cluster-size.ts";
import type { SizeResult } from "../../bench/kubernetes/kubernetes-results.ts";
import type { ContenderResult, Results } from "../../bench/results.ts";
import { resultsPage } from "../../bench/results-page.ts";
import { summarise } from "../../bench/statistics.ts";
import { judge } from "../../bench/targets.ts";

const contender = (name: string, ...seconds: number[]): ContenderResult => ({
  name,
  seconds: summarise(seconds),
  bytesPerHost: 31_400,
});

const cluster = (calls: number, programs: number, ...seconds: number[]): SizeResult["lab"] => ({
  seconds: summarise(seconds),
  calls,
  programSeconds: summarise([programs]),
});

const sizes = clusterSizes.map((size) => ({
  size,
  lab: cluster(8, 4.5, 5, 5, 9),
  byHand: cluster(5, 3.75, 5, 6),
}));

const results: Results = {
  date: new Date("2026-02-03T04:05:06Z"),
  machine: {
    cpus: 2,
    memoryGib: 24,
    kernel: "Linux 6.1",
    load: 0.1,
    node: "v24.1.0",
    ssh: "9.2p1",
    ansible: "2.14",
  },
  hosts: 10,
  resources: 25,
  lab: contender("lab", 0.9, 1, 1.1),
  byHand: contender("by hand", 0.8, 0.8, 1.4),
  ansible: contender("Ansible", 30, 40),
  frames: 1,
  peakMemory: summarise([1.2e8, 1.4e8]),
  labVersionSeconds: summarise([0.03]),
  emptyNodeSeconds: summarise([0.02]),
  kubernetes: {
    version: "1.33.4",
    sizes,
    converged: { nodes: 5, seconds: summarise([2, 3]), frames: 12, calls: 30 },
  },
};

const isMet = (changes: Partial<Results>) =>
  judge({ ...results, ...changes }).map((verdict) => verdict.isMet);
const firstFour = (changes: Partial<Results>) => isMet(changes).slice(0, 4);

describe("the targets", () => {
  it("are judged by medians, and memory by its worst run", () => {
    const own = ["1.25 ×", "35.0 ×", "140 MB", "1.50 ×"];
    const clusters = ["0.91 ×", "0.91 ×", "0.91 ×"];
    expect(judge(results).map(({ measured }) => measured)).toEqual([...own, ...clusters]);
    expect(isMet({})).toEqual([true, true, true, true, true, true, false]);
  });

  it("are missed one by one", () => {
    expect(firstFour({ byHand: contender("by hand", 0.7) })).toEqual([false, true, true, true]);
    expect(firstFour({ ansible: contender("Ansible", 29.9) })).toEqual([true, false, true, true]);
    expect(firstFour({ peakMemory: summarise([1e8, 1.5e8]) })).toEqual([true, true, false, true]);
    expect(firstFour({ emptyNodeSeconds: summarise([0.014]) })).toEqual([true, true, true, false]);
  });
});

describe("the page", () => {
  const page = resultsPage({ ...results, byHand: contender("by hand", 0.7) });

  it("shows every contender against the two others", () => {
    expect(page).toMatch(
      /^\| lab +\| 3 +\| 1\.00 s +\| 0\.90–1\.10 s +\| 1\.43 × +\| 1\.00 × +\| 31 kB +\|$/m,
    );
    expect(page).toMatch(/^\| Ansible +\| 2 +\| 35\.00 s +\| 30\.00–40\.00 s +\| 50\.00 × +\| 35\.00 × +\|/m);
  });

  it("shows how clusters come up, and what programs leave of the time of one host", () => {
    expect(page).toMatch(
      /^\| a control plane alone +\| lab +\| 3 +\| 5\.00 s +\| 5\.00–9\.00 s +\| 0\.91 × +\| 8 +\| 4\.50 s +\| 500 ms +\|$/m,
    );
    expect(page).toMatch(
      /^\| a control plane and a worker +\| by hand .* 1\.00 × +\| 5 +\| 3\.75 s +\| – +\|$/m,
    );
    expect(page).toMatch(
      /^\| `lab play site\.yaml`, 5 nodes +\| 2 +\| 2\.50 s +\| 2\.00–3\.00 s +\| 12 +\| 30 +\|$/m,
    );
  });

  it("says when and on what it was measured, and what was missed", () => {
    expect(page).toContain("on 2026-02-03");
    expect(page).toContain("2 CPUs, 24 GiB of memory, Linux 6.1, Node 24.1.0");
    expect(page).toMatch(/^\| `lab play` takes at most 1\.3 × .*\| 1\.43 × +\| fail \|$/m);
  });
});
