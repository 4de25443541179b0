import { describe, expect, it } from "vitest";
import type { Ask } from "../../../src/cli/ask-on-terminal.ts";
import { confirmStep } from "../../../src/cli/confirm-step.ts";
import { InputError } from "../../../src/errors.ts";

function answering(...answers: readonly string[]) {
  const asked: string[] = [];
  const ask: Ask = async ({ text }) => {
    const answer = answers[asked.length];
    asked.push(text);
    if (answer === undefined) throw new InputError({ message: "there was no answer" });
    return answer;
  };
  return { ask, asked };
}

describe("confirmStep", () => {
  it.each([
    [["y"], "run"],
    [["Yes "], "run"],
    [["n"], "skip"],
    [[""], "skip"],
    [["c"], "all"],
    [["maybe", "yes"], "run"],
  ])("%j means %s", async (answers, meaning) => {
    const { ask, asked } = answering(...answers);
    const confirm = confirmStep(ask, () => expect.unreachable());
    expect(await confirm({ task: "Install it", hosts: ["a"] })).toBe(meaning);
    expect(asked).toHaveLength(answers.length);
  });

  it("names the task and the first hosts", async () => {
    const { ask, asked } = answering("y");
    await confirmStep(ask, () => {})({ task: "Install it", hosts: ["a", "b", "c", "d", "e"] });
    expect(asked[0]).toContain("Install it (a, b, c and 2 more)");
  });

  it('does not ask again after "continue", in later plays neither', async () => {
    const { ask, asked } = answering("c");
    const confirm = confirmStep(ask, () => expect.unreachable());
    await confirm({ task: "Install it", hosts: ["a"] });
    expect(await confirm({ task: "Start it", hosts: ["b"] })).toBe("all");
    expect(asked).toHaveLength(1);
  });

  it("interrupts the run when there is no answer", async () => {
    let interrupted = false;
    const confirm = confirmStep(answering().ask, () => {
      interrupted = true;
    });
    expect(await confirm({ task: "Install it", hosts: ["a"] })).toBe("skip");
    expect(interrupted).toBe(true);
  });
});
