import { describe, expect, it } from "vitest";
import { answerByAsking, answerWithDefaults } from "../../../src/cli/answer-prompts.ts";
import type { Ask } from "../../../src/cli/ask-on-terminal.ts";
import type { Prompt } from "../../../src/playbook/compiled-play.ts";

const location = { file: "site.yaml", line: 3, column: 7, length: 4, text: "    - name: user" };

function prompt(name: string, rest: Partial<Prompt> = {}): Prompt {
  return { name, text: `${name}?`, isPrivate: false, default: null, confirm: false, location, ...rest };
}

/** Gives these answers in turn, and fails on a question too many. */
function scripted(...answers: readonly string[]) {
  const asked: string[] = [];
  const left = [...answers];
  const ask: Ask = async ({ text, isHidden }) => {
    asked.push(isHidden ? `hidden ${text}` : text);
    const answer = left.shift();
    if (answer === undefined) throw new Error(`nobody expected: ${text}`);
    return answer;
  };
  return { ask, asked, left };
}

describe("answerByAsking", () => {
  it("asks in order; private answers are hidden, and secret", async () => {
    const { ask, asked } = scripted("me", "pa ss");
    const answers = await answerByAsking(ask)([prompt("user"), prompt("password", { isPrivate: true })]);
    expect(asked).toEqual(["user?", "hidden password?"]);
    expect(answers.get("user")).toEqual({ value: "me", location, shadows: [] });
    expect(answers.get("password")).toEqual({ value: "pa ss", location, shadows: [], secret: true });
  });

  it("takes the default for an empty answer, shows it unless it is private, and asks again without one", async () => {
    const { ask, asked } = scripted("", "", "", "7");
    const answers = await answerByAsking(ask)([
      prompt("user", { text: "User:", default: "ops" }),
      prompt("pin", { default: "0000", isPrivate: true, confirm: true }),
      prompt("size"),
    ]);
    expect(asked).toEqual(["User [ops]", "hidden pin? [empty: the default]", "size?", "size?"]);
    expect([...answers.values()].map(({ value }) => value)).toEqual(["ops", "0000", "7"]);
  });

  it("asks for what is to be confirmed until it was typed the same twice", async () => {
    const { ask, asked, left } = scripted("one", "two", "three", "three");
    const answers = await answerByAsking(ask)([prompt("word", { confirm: true })]);
    expect(answers.get("word")?.value).toBe("three");
    expect([asked.length, left.length]).toEqual([4, 0]);
    expect(asked[2]).toBe("the two answers differ; word?");
  });

  it("without a terminal, takes defaults and says how to give the rest", async () => {
    const usual = prompt("user", { default: "ops" });
    expect((await answerByAsking(null)([usual])).get("user")?.value).toBe("ops");
    await expect(answerByAsking(null)([usual, prompt("size"), prompt("pin")])).rejects.toMatchObject({
      problems: [
        { location, hint: "give it with -e size=VALUE" },
        { location, hint: "give it with -e pin=VALUE" },
      ],
    });
  });
});

describe("answerWithDefaults", () => {
  it("leaves open what has no default", async () => {
    const answers = await answerWithDefaults([prompt("user", { default: "ops" }), prompt("size")]);
    expect([...answers.keys()]).toEqual(["user"]);
  });
});
