import { describe, expect, it } from "vitest";
import { resultSchema } from "../../../src/playbook/result-schema.ts";
import { followKey } from "../../../src/playbook/value-schema.ts";

const module = {
  returns: {
    sha256: { type: "string", description: "Of the content." },
    stat: { type: "object", description: "Of the file.", properties: { size: { type: "integer" } } },
    answer: { description: "Anything." },
  },
} as const;

describe("resultSchema", () => {
  it("has the common fields and what the module returns", () => {
    const schema = resultSchema(module, false);
    expect(followKey(schema, "stdout_lines")).toMatchObject({ type: "array", items: { type: "string" } });
    expect(followKey(schema, "sha256")).toMatchObject({ type: "string" });
    expect(followKey(followKey(schema, "stat") ?? {}, "sizes")).toBeNull();
    expect(followKey(followKey(schema, "answer") ?? {}, "x")).toEqual({});
    expect(followKey(schema, "results")).toBeNull();
  });

  it("has a result per round in a loop, and little beside", () => {
    const schema = resultSchema(module, true, { type: "string" });
    expect(Object.keys(schema.properties ?? {})).toEqual(["changed", "failed", "skipped", "results"]);
    const round = followKey(followKey(schema, "results") ?? {}, 0);
    expect(round?.properties).toMatchObject({ item: { type: "string" }, rc: { type: "integer" } });
  });
});
