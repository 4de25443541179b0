import { describe, expect, it } from "vitest";
import { overcommitted } from "../../../src/inventory/check-totals.ts";
import { cluster, declare } from "./declare.ts";

const nodes = [
  { name: "cp", role: "master", cpu: 9, memory: 6000 },
  { name: "w1", role: "worker", cpu: 12, memory: 6000 },
  { name: "w2", role: "worker" },
];

function warnings(host_totals: object | undefined): string[] {
  const file = { clusters: [cluster("dev", { nodes })] };
  return overcommitted(declare(host_totals ? { host_totals, ...file } : file)).map(
    ({ message, location, hint }) => `${location?.line}: ${message}; ${hint}`,
  );
}

describe("overcommitted", () => {
  it("is silent without totals, within them, and within the ratio that is meant", () => {
    expect(warnings(undefined)).toEqual([]);
    expect(warnings({ cpu: 21, memory: 12000 })).toEqual([]);
    expect(warnings({ cpu: 16, cpu_overcommit: 1.5 })).toEqual([]);
  });

  it("warns of memory and CPUs that the machine does not have", () => {
    expect(warnings({ cpu: 16, memory: 11999 })).toEqual([
      "4: all nodes together have 12000 MiB of memory, the machine has 11999 MiB; memory cannot be overcommitted: the kernel would end processes of some nodes",
      '3: all nodes together have 21 CPUs, the machine has 16: 1.31 times as many; if that is meant, say so: "cpu_overcommit": 1.4',
    ]);
  });
});
