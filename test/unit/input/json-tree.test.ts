import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { jsonNodeAt, parseJsonTree } from "../../../src/input/json-tree.ts";

describe("parseJsonTree", () => {
  it("reads every JSON text as JSON.parse does, whatever its white space", () => {
    const indents = fc.constantFrom(undefined, 2, "\t");
    fc.assert(
      fc.property(fc.json({ maxDepth: 4 }), indents, (json, indent) => {
        const value: unknown = JSON.parse(json);
        fc.pre(typeof value === "object" && value !== null && !json.includes("__proto__"));
        expect(parseJsonTree(JSON.stringify(value, null, indent))).toMatchObject({ value });
      }),
    );
  });

  it("passes over comments", () => {
    expect(parseJsonTree('{ // one\n"a": /* two */ 1 }')).toMatchObject({ value: { a: 1 } });
  });

  it("knows the range of each value and key", () => {
    const text = '{\n\t"a": [1, {"b": "x\\u00e9"}]\n}';
    const root = parseJsonTree(text);
    if ("message" in root) throw new Error(root.message);
    const node = jsonNodeAt(root, ["a", 1, "b"]);
    expect(node.value).toBe("xé");
    expect(text.slice(node.start, node.end)).toBe('"x\\u00e9"');
    const entry = root.entries?.get("a");
    expect(text.slice(entry?.keyStart, entry?.keyEnd)).toBe('"a"');
  });

  it.each([
    ['{"a": 1, "a": 2}', 9, 'the key "a" stands twice in one mapping'],
    ['{"a": 1,}', 8, "a key in double quotes is expected here"],
    ['{"a": 1 "b": 2}', 8, "a comma is missing before this place"],
    ['["a" "b"]', 5, "a comma is missing before this place"],
    ['{"a": 1} x', 9, "this is not valid JSON"],
    ['{"a" 1}', 5, "a colon is missing before this place"],
    ['{"a": 1} {}', 9, "there is more text behind the closing bracket"],
    ['{"a": 01}', 7, "a comma is missing before this place"],
    ['{"a": "line\nbreak"}', 6, "this is not valid JSON"],
    ['{"a": "\\x"}', 6, "this is not valid JSON"],
    ["[1, 2\n", 6, "the file ends while a bracket is still open"],
    ["[,]", 1, "a value is missing here"],
    ["a: 1", 0, "this is not valid JSON"],
    [`${"[".repeat(10_000)}${"]".repeat(10_000)}`, 0, "this is nested too deeply"],
  ])("says of %j where it stops to be JSON", (text, start, message) => {
    expect(parseJsonTree(text)).toMatchObject({ start, message });
  });
});
