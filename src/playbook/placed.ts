import { InputError, type Location } from "../errors.ts";

/** What an action comes to; a mistake that it finds and that has no place of its own stands at `location`. */
export function placed<T>(location: Location, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      error.problems.map((problem) => ({ ...problem, location: problem.location ?? location })),
    );
  }
}
