import { describe, expect, it } from "vitest";
import { problemsOf } from "../playbook/small-lab.ts";
import { complaintAbout } from "./survives.ts";

const deep = 3000;
const nested = (open: string, inside: string, close: string): string =>
  open.repeat(deep) + inside + close.repeat(deep);

/** Refused or not, but with a sentence of ours, and in less than a second. */
async function expectAnswer(task: object): Promise<void> {
  const playbook = JSON.stringify([{ hosts: "all", tasks: [{ debug: "a", ...task }] }]);
  const check = (text: string): void => {
    expect(problemsOf(text).join("\n")).not.toMatch(/maxDepth|call stack|malformed/);
  };
  expect(await complaintAbout(playbook, check)).toBeNull();
}

describe("what is nested thousands of times", () => {
  it.each([
    ["parentheses", nested("(", "true", ")")],
    ["lists", `${nested("[", "", "]")} == []`],
    ["calls", `${nested("size(", "packages", ")")} > 0`],
    ["negations", nested("!", "true", "")],
    ["conjunctions", nested("true && ", "true", "")],
    ["sums", `${nested("1 + ", "1", "")} > 1`],
    ["choices", nested("true ? true : ", "true", "")],
    ["keys", `facts${nested(".a", "", "")} == 1`],
  ])("is answered in expressions: %s", (_, when) => expectAnswer({ when }));

  it.each([
    ["blocks", nested("{{#if proxy}}", "a", "{{/if}}")],
    ["alternatives", `{{#if proxy}}a${nested("{{else if proxy}}b", "", "")}{{/if}}`],
    ["calls", `{{${nested("upper (", "proxy", ")")}}}`],
    ["keys", `{{settings${nested(".a", "", "")}}}`],
  ])("is answered in templates: %s", (_, x) => expectAnswer({ vars: { x } }));
});
