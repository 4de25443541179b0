import { describe, expect, it } from "vitest";
import { failModule } from "../../../src/resources/fail.ts";
import { planOf } from "./plan-of.ts";

describe("fail", () => {
  it("always fails, with its message where it has one", () => {
    expect(planOf(failModule, { msg: "too small" }, {})).toEqual({
      kind: "failed",
      message: "too small",
      isFinal: true,
    });
    expect(planOf(failModule, {}, {})).toEqual({
      kind: "failed",
      message: "the playbook asks for this failure",
      isFinal: true,
    });
  });
});
