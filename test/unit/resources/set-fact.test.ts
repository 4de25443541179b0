import { describe, expect, it } from "vitest";
import { checkSchema } from "../../../src/input/check-schema.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";
import { moduleSchema } from "../../../src/resources/module-schema.ts";
import { setFactModule } from "../../../src/resources/set-fact.ts";
import { built } from "./plan-of.ts";

function problemsOf(args: object): string[] {
  const source = parseYamlFile("task.yaml", JSON.stringify(args));
  return checkSchema(moduleSchema(setFactModule), args, source, [], "set_fact").map(({ message }) => message);
}

describe("set_fact", () => {
  it("is ok, and defines variables of any type", () => {
    const args = { name: "x", list: [1, { deep: true }] };
    const resource = built(setFactModule, args);
    expect(resource.plan({})).toEqual({ kind: "changes", changes: [] });
    expect(resource.defines).toEqual(args);
    expect(resource.id).toBe("set_fact name, list");
    expect(problemsOf(args)).toEqual([]);
  });

  it.each([
    [{ "a-b": 1 }, 'the key "a-b" in set_fact is no name of a variable'],
    [
      { a: 1, cacheable: true },
      'the key "cacheable" in set_fact is not supported: what is set lasts until the end of the run',
    ],
  ])("refuses %j", (args, message) => {
    expect(problemsOf(args)).toEqual([message]);
  });
});
