import { InputError, type InputProblem } from "../errors.ts";
import { UnknownValue } from "./scope.ts";

/** What an action comes to; null, with its problems kept, where it finds mistakes, or where a prompt is not answered. */
export function collecting<T>(problems: InputProblem[], action: () => T): T | null {
  try {
    return action();
  } catch (error) {
    if (error instanceof UnknownValue && error.isPrompt) return null;
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return null;
  }
}
