import { describe, expect, it } from "vitest";
import { withMachineLock } from "../../../src/sandbox/machine-lock.ts";

describe("withMachineLock", () => {
  it("lets one in at a time, and the next one even after a failure", async () => {
    const name = `lab-test-lock-${process.pid}`;
    let inside = 0;
    const visit = async (fails: boolean) => {
      inside += 1;
      expect(inside).toBe(1);
      await new Promise((done) => setImmediate(done));
      inside -= 1;
      if (fails) throw new Error("on purpose");
      return "done";
    };
    const visits = [true, false, false].map((fails) => withMachineLock(name, () => visit(fails)));
    const results = await Promise.allSettled(visits);
    expect(results.map((result) => result.status)).toEqual(["rejected", "fulfilled", "fulfilled"]);
  });
});
