import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Fault } from "../../faults/fault.ts";
import { killAtMoments } from "../../faults/kill-moments.ts";
import { guardedFaults } from "../../faults/rows/guarded-changes.ts";
import { rollbackFaults } from "../../faults/rows/rollbacks.ts";
import { runFault } from "../../faults/run-fault.ts";
import { openScene, type Scene } from "../../faults/scene/scene.ts";
import { crossSlowNetwork } from "../../faults/slow-network.ts";
import { type FreshSandbox, freshHosts } from "../hosts.ts";

/** Of those that `npm run test:faults` makes happen. */
const chosen: readonly Fault[] = [...guardedFaults.slice(0, 1), ...rollbackFaults.slice(0, 1)];

describe("when things go wrong", () => {
  let fresh: FreshSandbox;
  let scene: Scene;

  beforeAll(async () => {
    fresh = await freshHosts(3);
    scene = await openScene(fresh.hosts);
  });
  afterAll(async () => {
    await scene?.close();
    await fresh.remove();
  });

  it("a run that is killed at any moment is gone on with to its end, and no file is half-written", async () => {
    const { broken } = await killAtMoments(scene, 5, new AbortController().signal);
    expect(broken).toEqual([]);
  });

  it.each(chosen.map((fault) => [fault.name, fault] as const))("%s", async (_name, fault) => {
    const { broken } = await runFault(fault, scene);
    expect(broken).toEqual([]);
  });

  it("a run that changes nothing costs at most ten round trips", async () => {
    const { broken } = await crossSlowNetwork(scene, 0);
    expect(broken).toEqual([]);
  });
});
