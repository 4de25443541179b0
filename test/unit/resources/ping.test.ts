import { describe, expect, it } from "vitest";
import { pingModule } from "../../../src/resources/ping.ts";
import { built } from "./plan-of.ts";

describe("ping", () => {
  it("is ok, but only after the host has answered something", () => {
    const resource = built(pingModule, {});
    expect(Object.keys(resource.probes)).toEqual(["answer"]);
    expect(resource.plan({ answer: true })).toEqual({ kind: "changes", changes: [] });
    expect(resource.result?.({ answer: true })).toEqual({ ping: "pong" });
  });
});
