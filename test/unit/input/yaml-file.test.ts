import { describe, expect, it } from "vitest";
import { InputError, type InputProblem } from "../../../src/errors.ts";
import { parseYamlFile, type YamlFile } from "../../../src/input/yaml-file.ts";

const json = `{
	"clusters": [
		{ "name": "dev", "1": { "cidr": "10.0.0.0/16,fd00::/56" } },
		"x"
	]
}
`;

/** A comment makes it YAML, which a slower parser reads; all places are one line further down. */
const sameAsYaml = `# comment\n${json.replaceAll("\t", "  ")}`;

function problemsOf(text: string): readonly InputProblem[] {
  try {
    parseYamlFile("f.yaml", text);
  } catch (error) {
    if (error instanceof InputError) return error.problems;
    throw error;
  }
  return [];
}

function placeOf({ line, column, length, text }: ReturnType<YamlFile["locate"]>): [number, string] {
  return [line, text.slice(column - 1, column - 1 + length)];
}

describe.each([
  ["JSON with tabs", json, 0],
  ["the same as YAML", sameAsYaml, 1],
])("places in %s", (_name, text, shift) => {
  const file = parseYamlFile("f", text);

  it("finds values, keys and parts of values", () => {
    const path = ["clusters", 0, "1", "cidr"];
    expect(placeOf(file.locate(path))).toEqual([3 + shift, '"10.0.0.0/16,fd00::/56"']);
    expect(placeOf(file.locateKey(path))).toEqual([3 + shift, '"cidr"']);
    expect(placeOf(file.locateWithin(path, 12, 9))).toEqual([3 + shift, "fd00::/56"]);
    expect(placeOf(file.locate(["clusters", 1]))).toEqual([4 + shift, '"x"']);
  });

  it("gives the nearest enclosing value for a path that is not there", () => {
    expect(placeOf(file.locate(["clusters", 1, "name", "x"]))).toEqual([4 + shift, '"x"']);
    expect(placeOf(file.locateKey(["clusters", 1, "name"]))).toEqual([4 + shift, '"x"']);
    expect(file.locate(["nothing"]).line).toBe(1 + shift);
  });

  it("underlines no more than the first line of a long value", () => {
    const { line, column, length } = file.locate(["clusters"]);
    expect([line, length]).toEqual([2 + shift, 1]);
    expect(column).toBeGreaterThan(12);
  });
});

describe("parseYamlFile", () => {
  it("lets an anchor be used often, but not without bounds", () => {
    const uses = (count: number): string => `a: &a [1]\nb: [${"*a, ".repeat(count)}*a]\n`;
    expect(problemsOf(uses(500))).toEqual([]);
    expect(problemsOf(uses(2000)).map(({ message }) => message)).toEqual([
      "the anchors of this file are used more than a thousand times",
    ]);
  });

  it.each(['{"a": "b\\u0000"}', 'a: "b\\0"', '{"a\\u0000": 1}', '? "a\\0"\n: 1'])(
    "refuses NUL characters: %s",
    (text) => {
      expect(problemsOf(text).map(({ message }) => message)).toEqual(["a text cannot hold a NUL character"]);
    },
  );

  it("refuses what holds itself, or is nested so deeply that nobody could walk through it", () => {
    const [cycle] = problemsOf("a: &a [1, *a]\n");
    expect(cycle?.message).toBe('the value at the anchor "&a" would hold itself');
    expect(cycle?.location).toMatchObject({ line: 1, column: 11 });
    for (const depth of [101, 5000, 100_000]) {
      for (const start of ["", "# no JSON\n"]) {
        const text = `${start}${"[".repeat(depth)}${"]".repeat(depth)}\n`;
        expect(problemsOf(text).map(({ message }) => message)).toEqual(["this is nested too deeply"]);
      }
    }
    expect(problemsOf(`${"[".repeat(100)}${"]".repeat(100)}\n`)).toEqual([]);
  });

  it("reads numeric and text keys alike", () => {
    const file = parseYamlFile("f", "a: {1: x, two: y}\n");
    expect(file.data).toEqual({ a: { 1: "x", two: "y" } });
    expect(placeOf(file.locate(["a", 1]))).toEqual([1, "x"]);
    expect(placeOf(file.locateKey(["a", "1"]))).toEqual([1, "1"]);
  });

  it("finds parts of repeating text, quoted text and block scalars", () => {
    const file = parseYamlFile("f", 'a: "aab"\nb: |\n  x x\n  x y x\n');
    expect(file.locateWithin(["a"], 1, 1).column).toBe(6);
    expect(file.locateWithin(["b"], 8, 1)).toMatchObject({ line: 4, column: 7 });
  });

  it("gives null for an empty file and keeps Windows line ends out of the text", () => {
    expect(parseYamlFile("f", "").data).toBeNull();
    expect(parseYamlFile("f", "a: 1\r\nb: 2\r\n").locate(["b"])).toMatchObject({
      line: 2,
      column: 4,
      text: "b: 2",
    });
  });

  it("keeps secrets out of the lines that it shows", () => {
    const file = parseYamlFile("f", 'host: {name: x, ssh_password: "hunter2", port: 1}\n');
    expect(file.locate(["host", "port"]).text).toBe('host: {name: x, ssh_password: "*******", port: 1}');
  });

  it("explains a .json file as JSON, but lets pass what is YAML", () => {
    expect(() => parseYamlFile("f.json", '{"a": 1\n"b": 2}\n')).toThrow(
      "a comma is missing before this place",
    );
    expect(parseYamlFile("f.json", '{"a": 1,} # yes').data).toEqual({ a: 1 });
  });

  it.each([
    ["a: 1\na: 2\n", 2, 1, 'the key "a" stands twice in one mapping'],
    ["a: *b\n", 1, 4, 'there is no anchor "&b" before this place'],
    ["a: 1\n---\nb: 2\n", 2, 1, "the file holds more than one document"],
    ["a: {{ b }}\n", 1, 5, "a key must be plain text, not a list or a mapping"],
    ['{"a": [1\n', 1, 9, "a bracket that was opened before is still open in this line"],
    ['{"a": "x"\n"b": 2}\n', 2, 1, "a comma is missing before this place"],
    ["- name: Install: curl\n", 1, 9, "this value goes on like a mapping"],
    ["- a: 1\n b: 2\n", 2, 1, "this line belongs neither to the list above it nor to an entry of it"],
    ["a: 1\nb\nc: 2\n", 2, 1, "a colon is missing behind this key"],
    ['a: "b\n', 1, 6, "a quote that was opened before is never closed"],
    ["a: 'it's'\n", 1, 8, "a text stands behind the end of a value"],
    ["a: @b\n", 1, 4, "a text cannot begin with @"],
    ['a: "\\d"\n', 1, 5, "\\d means nothing within double quotes"],
    ["- a: {}\n  b: {}\n   c: 1\n", 3, 1, "this line is not indented like the other keys of its mapping"],
    ["a: }\n", 1, 4, "a bracket is closed here that was never opened"],
    ["a:\n\tb: 1\n", 2, 1, "not valid YAML or JSON: Tabs are not allowed as indentation"],
  ])("says what is wrong with %j and where", (text, line, column, message) => {
    expect(problemsOf(text)[0]).toMatchObject({ message, location: { file: "f.yaml", line, column } });
  });
});

describe("!secret", () => {
  const text = [
    "plain: a",
    "pin: !secret 0123",
    "db: { user: u, password: !secret 'p w' }",
    "keys: [x, !secret y]",
    "again: &all [!secret z]",
    "alias: *all",
  ].join("\n");

  it("marks values, which are text as it stands there, in lists, mappings and aliases too", () => {
    const { data, secrets } = parseYamlFile("f.yaml", text);
    expect(data).toMatchObject({ pin: "0123", db: { user: "u", password: "p w" }, keys: ["x", "y"] });
    expect(secrets).toEqual([["pin"], ["db", "password"], ["keys", 1], ["again", 0], ["alias", 0]]);
  });

  it("is refused before a list or mapping, and so is every other tag", () => {
    expect(problemsOf("a: !secret [b]\nc: !hidden |\n  d\n")).toMatchObject([
      { message: "!secret marks a single value, not a list or a mapping", location: { line: 1, column: 4 } },
      { message: 'there is no tag "!hidden"', location: { line: 2, column: 4, length: 7 } },
    ]);
  });

  it("does not show its value where a mistake on its line is shown", () => {
    expect(parseYamlFile("f.yaml", text).locate(["pin"]).text).toBe("pin: !secret ****");
  });
});
