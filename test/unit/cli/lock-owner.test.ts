import { spawnSync } from "node:child_process";
import { hostname } from "node:os";
import { describe, expect, it } from "vitest";
import { hasEnded, lockOwner } from "../../../src/cli/lock-owner.ts";

describe("the owner of a lock", () => {
  it("has not ended while its process is there", () => {
    expect(hasEnded(lockOwner())).toBe(false);
  });

  it("has ended when its process is gone", () => {
    const { pid } = spawnSync("true");
    expect(hasEnded(`alice@${hostname()} (pid ${pid})`)).toBe(true);
  });

  it("of another machine, or of no known form, is not judged", () => {
    const { pid } = spawnSync("true");
    expect(hasEnded(`alice@other-machine (pid ${pid})`)).toBe(false);
    expect(hasEnded("?")).toBe(false);
  });
});
