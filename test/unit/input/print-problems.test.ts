import { describe, expect, it } from "vitest";
import type { Location } from "../../../src/errors.ts";
import { printProblems } from "../../../src/input/print-problems.ts";

function at(line: number, column: number, length: number, text: string, file = "a.yaml"): Location {
  return { file, line, column, length, text };
}

describe("printProblems", () => {
  it("shows place, line, carets and hint", () => {
    const problem = {
      message: "no such group",
      location: at(12, 8, 5, "hosts: wrker"),
      hint: 'did you mean "worker"?',
    };
    expect(printProblems([problem])).toBe(
      [
        "a.yaml:12:8: error: no such group",
        "  12 | hosts: wrker",
        "     |        ^^^^^",
        '  hint: did you mean "worker"?',
      ].join("\n"),
    );
  });

  it("sorts by file, line and column, and says the same thing once", () => {
    const first = { message: "1", location: at(2, 1, 1, "x") };
    const second = { message: "2", location: at(10, 1, 1, "x") };
    const third = { message: "3", location: at(1, 1, 1, "x", "b.yaml") };
    const order = printProblems([third, second, first, second]).match(/(?<=error: )\d/g);
    expect(order).toEqual(["1", "2", "3"]);
  });

  it("prints a problem without a place, as a warning where asked", () => {
    expect(printProblems([{ message: "overcommitted", hint: "" }], "warning")).toBe("warning: overcommitted");
  });

  it("keeps carets under tabs and wide characters", () => {
    const [, line, carets] = printProblems([{ message: "m", location: at(1, 8, 2, '\t"작업": xx') }]).split(
      "\n",
    );
    expect(line).toBe('  1 | \t"작업": xx');
    expect(carets).toBe("    | \t        ^^");
  });

  it("cuts a very long line around the offending part", () => {
    const text = `${"a".repeat(500)}BAD${"b".repeat(500)}`;
    const [place, line, carets] = printProblems([{ message: "m", location: at(1, 501, 3, text) }]).split(
      "\n",
    );
    expect(place).toBe("a.yaml:1:501: error: m");
    expect(line).toBe(`  1 | …${"a".repeat(40)}BAD${"b".repeat(40)}…`);
    expect(carets).toBe(`    | ${" ".repeat(41)}^^^`);
  });

  it("cuts an offending part that is itself very long", () => {
    const text = `{ ${"a".repeat(500)} }`;
    const [, line, carets] = printProblems([{ message: "m", location: at(1, 3, 500, text) }]).split("\n");
    expect(line).toBe(`  1 | { ${"a".repeat(80)}… }`);
    expect(carets).toBe(`    |   ${"^".repeat(81)}`);
  });

  it("lets no control character of the user's text reach the terminal", () => {
    const printed = printProblems([{ message: "bad \u001b[31m", location: at(1, 1, 1, "\u001b]0;x\u0007") }]);
    expect(printed).not.toMatch(/(?!\n)\p{Cc}/u);
  });
});
