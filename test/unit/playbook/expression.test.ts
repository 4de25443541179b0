import { describe, expect, it } from "vitest";
import { parseExpression } from "../../../src/playbook/expression.ts";
import { ExpressionError } from "../../../src/playbook/text-error.ts";

const variables = {
  size: 3,
  ratio: 1.5,
  name: "w1",
  on: true,
  names: ["a", "b"],
  nodes: [{ n: 1 }, { n: 2 }],
  settings: { key: null },
};

function errorOf(action: () => unknown): Record<string, unknown> {
  try {
    return { value: action() };
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    const { message, offset, length, hint } = error;
    return { message, offset, length, hint };
  }
}

describe("parseExpression", () => {
  it.each([
    ["size + 1", 4],
    ["size == 3 && ratio > 1.0", true],
    ["size / 2", 1],
    ['int("5") + size', 8],
    ['name in ["w1", "w2"]', true],
    ["settings.key == null", true],
    ["has(settings.other)", false],
    ["size(names) == 2", true],
    ["nodes.map(x, x.n)", [1, 2]],
    ["nodes.exists(x, x.n > 1)", true],
    ["nodes.filter(x, x.n > 1)[0].n", 2],
    ['on ? name : "none"', "w1"],
    ['name.startsWith("w")', true],
    ["{'a': size}", { a: 3 }],
    ['name.replace("w", "$&")', "$&1"],
    ["max([size, 5, 4])", 5],
    ["min(nodes.map(x, x.n)) + 1", 2],
  ])("evaluates %s with plain numbers in and out", (source, value) => {
    expect(parseExpression(source).evaluate(variables)).toEqual(value);
  });

  it.each([
    ["a.b > c[d]", ["a", "c", "d"]],
    ["a == a", ["a"]],
    ["nodes.exists(x, x.n > limit)", ["nodes", "limit"]],
    ["nodes.all(x, others.all(y, y != x))", ["nodes", "others"]],
    ["x.map(x, x.y)", ["x"]],
    ["has(a.b) || f", ["a", "f"]],
    ["\"quoted\" == 'b' && true", []],
  ])("knows the variables of %s", (source, roots) => {
    expect(parseExpression(source).roots.map(({ name }) => name)).toEqual(roots);
  });

  it("knows where a variable stands first", () => {
    expect(parseExpression('"abc" == x.abc || abc == x').roots).toEqual([
      { name: "x", offset: 9 },
      { name: "abc", offset: 18 },
    ]);
  });

  it.each([
    ["a == 1 and b", { offset: 7, length: 3, hint: "expressions are CEL: write && for `and`" }],
    ['a == "x or y" or b', { offset: 14, length: 2 }],
    ["not a", { offset: 0, length: 3, hint: "expressions are CEL: write ! for `not`" }],
    ["a not in b", { offset: 2, length: 6 }],
    ["a is not defined", { offset: 2, length: 14 }],
    ["a | length > 1", { offset: 2, length: 8 }],
    ["a = 1", { offset: 2, length: 1 }],
    ["a == True", { offset: 5, length: 4, hint: "expressions are CEL: write true and false" }],
    ["a.startswith(b)", { offset: 2, length: 10, hint: 'did you mean "startsWith"?' }],
    ["size(a, b, c)", { offset: 0, length: 4 }],
    ["trim(a)", { message: 'the function "trim" stands behind its value', hint: "write x.trim()" }],
    ["a.int()", { message: 'the function "int" stands before its value', hint: "write int(x)" }],
    ["a ==", { offset: 4, message: "the expression ends too early" }],
    ['a == "b', { offset: 5, message: "a quote is opened, but not closed" }],
    ["namespace == 1", { offset: 0, length: 9 }],
    [
      "size(a) > 0 && type == 1",
      { offset: 15, message: 'no variable can be called "type" in an expression' },
    ],
  ])("explains what is wrong with %s", (source, expected) => {
    expect(errorOf(() => parseExpression(source))).toMatchObject(expected);
  });

  it.each([
    ["a > 1", "a is text"],
    ['"this and that, not there" == x', ""],
    ["a || b", ""],
    ["size(l) >= 1 && l[0] != x", ""],
  ])("takes no habit for a mistake in %s", (source) => {
    expect(parseExpression(source).source).toBe(source);
  });

  it.each([
    ["settings.other == 1", 'there is no key "other"'],
    ["max([])", "the list is empty: it has neither a least nor a greatest entry"],
    ["names[7]", "the list has fewer entries"],
    ["name > 1", "a text > a number: these two do not go together"],
    ["name && on", "&& and || need true or false, not a text"],
  ])("explains why %s has no value", (source, message) => {
    expect(errorOf(() => parseExpression(source).evaluate(variables))).toMatchObject({ message });
  });

  it.each([
    ["size > 1", "bool"],
    ["x", "dyn"],
    ['"text"', "string"],
    ["size(x)", "int"],
  ])("knows the type of %s beforehand", (source, type) => {
    expect(parseExpression(source).type).toBe(type);
  });
});

describe("an expression that nobody can have meant", () => {
  it("is refused before anything walks through it", () => {
    expect(() => parseExpression(`${"!".repeat(2000)}true`)).toThrow("nested too deeply");
    expect(parseExpression(`${"!".repeat(20)}true`).evaluate({})).toBe(true);
  });
});
