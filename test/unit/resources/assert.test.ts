import { describe, expect, it } from "vitest";
import { InternalError } from "../../../src/errors.ts";
import { assertModule } from "../../../src/resources/assert.ts";
import { debugModule } from "../../../src/resources/debug.ts";
import type { Module } from "../../../src/resources/module.ts";
import { planOf } from "./plan-of.ts";

const small = { expression: "size < 10", value: true };
const large = { expression: "size > 1", value: false };

function plan(module: Module, args: unknown) {
  return planOf(module, args, {});
}

describe("assert", () => {
  it("is ok when all is true", () => {
    expect(plan(assertModule, { that: [small, small] })).toEqual({ kind: "changes", changes: [] });
    expect(plan(assertModule, { that: small, success_msg: "fine" })).toMatchObject({ message: "fine" });
    expect(plan(assertModule, { that: small, success_msg: "fine", quiet: true })).not.toHaveProperty(
      "message",
    );
  });

  it("fails with what is not true, or the message given", () => {
    expect(plan(assertModule, { that: [small, large] })).toEqual({
      kind: "failed",
      message: "not true: size > 1",
    });
    expect(plan(assertModule, { that: large, fail_msg: "too small" })).toEqual({
      kind: "failed",
      message: "too small",
    });
  });

  it("does not take an expression for its value", () => {
    expect(() => plan(assertModule, { that: "true" })).toThrow(InternalError);
  });
});

describe("debug", () => {
  it.each([
    ["a text", { msg: "hello" }, "hello"],
    ["other data", { msg: { a: [1] } }, '{"a":[1]}'],
    ["a value", { var: { expression: "a.b", value: [1] } }, "a.b = [1]"],
  ])("shows %s", (_, args, message) => {
    expect(plan(debugModule, args)).toEqual({ kind: "changes", changes: [], message });
  });
});
