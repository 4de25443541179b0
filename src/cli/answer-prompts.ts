import { InputError, type InputProblem } from "../errors.ts";
import type { SourcedValue } from "../inventory/inventory.ts";
import type { Prompt } from "../playbook/compiled-play.ts";
import type { Ask } from "./ask-on-terminal.ts";

/** Answers to prompts, by the names of their variables. */
export type Answers = ReadonlyMap<string, SourcedValue>;

/** Finds answers to the prompts of a playbook. Throws InputError. */
export type AnswerPrompts = (prompts: readonly Prompt[]) => Promise<Answers>;

/** Nobody is asked: what has a default gets it, and the rest stays open. */
export const answerWithDefaults: AnswerPrompts = async (prompts) => {
  const answered = prompts.flatMap((prompt) =>
    prompt.default === null ? [] : [[prompt.name, answerOf(prompt, prompt.default)] as const],
  );
  return new Map(answered);
};

/** Asks for one after another; an empty answer takes the default. Without a terminal (null) defaults have to do. */
export function answerByAsking(ask: Ask | null): AnswerPrompts {
  return async (prompts) => {
    if (ask === null) {
      const problems = prompts.filter((prompt) => prompt.default === null).map(unasked);
      if (problems.length > 0) throw new InputError(problems);
      return answerWithDefaults(prompts);
    }
    const answers = new Map<string, SourcedValue>();
    for (const prompt of prompts) answers.set(prompt.name, answerOf(prompt, await askFor(prompt, ask)));
    return answers;
  };
}

function unasked({ name, location }: Prompt): InputProblem {
  return {
    message: `"${name}" is asked for, and there is no terminal to ask on`,
    location,
    hint: `give it with -e ${name}=VALUE`,
  };
}

/** Asks until there is an answer, the same one twice where it is to be confirmed. */
async function askFor(prompt: Prompt, ask: Ask): Promise<string> {
  const { isPrivate: isHidden, confirm, default: usual } = prompt;
  const text = prompt.text.trim().replace(/:$/, "");
  const note = usual === null ? "" : isHidden ? " [empty: the default]" : ` [${usual}]`;
  for (let remark = ""; ; ) {
    const answer = (await ask({ text: `${remark}${text}${note}`, isHidden })) || usual;
    if (answer === null) continue;
    if (!confirm || answer === usual) return answer;
    if ((await ask({ text: `${text}, once more to confirm`, isHidden })) === answer) return answer;
    remark = "the two answers differ; ";
  }
}

function answerOf({ isPrivate, location }: Prompt, value: string): SourcedValue {
  return { value, location, shadows: [], ...(isPrivate && { secret: true }) };
}
