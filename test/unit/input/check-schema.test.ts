import { describe, expect, it } from "vitest";
import { checkSchema, conforms } from "../../../src/input/check-schema.ts";
import { parseYamlFile } from "../../../src/input/yaml-file.ts";

const schema = {
  type: "object",
  additionalProperties: false,
  required: ["path"],
  properties: {
    path: { type: "string", pattern: "^/", errorMessage: "must be an absolute path" },
    mode: { anyOf: [{ type: "string" }, { type: "integer" }] },
    state: { enum: ["present", "absent"] },
    count: { type: "integer", minimum: 1, maximum: 9 },
    password: { type: "string" },
    labels: { type: "object", propertyNames: { pattern: "^[a-z]+$", errorMessage: "must be a word" } },
    sub: { type: "object", oneOf: [{ required: ["a"] }, { required: ["b"] }] },
    list: { type: "array", minItems: 1, items: { type: "object", properties: { n: { type: "number" } } } },
  },
} as const;

function messages(yaml: string): string[] {
  const source = parseYamlFile("f", `task:\n${yaml.replaceAll(/^/gm, "  ")}`);
  const value = (source.data as { task: unknown }).task;
  return checkSchema(schema, value, source, ["task"], 'module "x"').map(
    ({ message, location, hint }) =>
      `${location?.line}:${location?.column} ${message}${hint ? ` (${hint})` : ""}`,
  );
}

describe("checkSchema", () => {
  it("accepts what fits", () => {
    expect(messages("path: /etc\nmode: 7\nstate: absent\nlist: [{n: 1}]")).toEqual([]);
  });

  it.each([
    ["path: /x\nstaet: absent", ['3:3 unknown key "staet" in module "x" (did you mean "state"?)']],
    ["mode: 1", ['1:1 module "x" lacks "path"']],
    ["pth: /x", ['2:3 unknown key "pth" in module "x" (did you mean "path"?)']],
    ["path: etc", ['2:9 "path" must be an absolute path']],
    ["path: /x\nmode: []", ['3:9 "mode" must be a string or a whole number, not a list']],
    [
      "path: /x\nstate: abesnt",
      ['3:10 "state" must be one of present, absent, not "abesnt" (did you mean "absent"?)'],
    ],
    ["path: /x\ncount: 0", ['3:10 "count" must be at least 1, not 0']],
    ["path: /x\ncount: 10", ['3:10 "count" must be at most 9, not 10']],
    ["path: /x\nsub: {}", ['3:3 "sub" needs exactly one of: a, b']],
    ["path: /x\nlist: []", ['3:9 "list" must not be empty']],
    ["path: /x\nlist: [{n: 1}, {n: x}]", ['3:22 "list.1.n" must be a number, not "x"']],
    [
      "path: /x\nlabels: {A: 1, b: 2, 3: 4}",
      ['3:12 the key "A" in "labels" must be a word', '3:24 the key "3" in "labels" must be a word'],
    ],
  ])("explains %j", (yaml, expected) => {
    expect(messages(yaml).toSorted()).toEqual(expected);
  });

  it("reports every problem at once", () => {
    expect(messages("path: x\ncount: y\nz: 1")).toHaveLength(3);
  });

  it("does not repeat the value of a secret", () => {
    expect(messages("path: /x\npassword: 12345")).toEqual(['3:13 "password" must be a string, not a number']);
  });
});

describe("conforms", () => {
  it("tells whether a value fits", () => {
    expect(conforms(schema, { path: "/x" })).toBe(true);
    expect(conforms(schema, { path: 1 })).toBe(false);
  });
});
