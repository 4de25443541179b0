import type { Confirm } from "../engine/run-play.ts";
import { InputError } from "../errors.ts";
import type { Ask } from "./ask-on-terminal.ts";

/** How many hosts a question names. */
const shown = 3;

/**
 * Asks before a task whether it is to run (--step); "continue" holds for all later plays, too. Whoever gives no answer
 * interrupts the run.
 */
export function confirmStep(ask: Ask, interrupt: () => void): Confirm {
  let goesOn = false;
  return async ({ task, hosts }) => {
    if (goesOn) return "all";
    const rest = hosts.length - shown;
    const named = `${hosts.slice(0, shown).join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
    const text = `${task} (${named}): run it? [y]es, [n]o, [c]ontinue without asking`;
    try {
      for (;;) {
        const confirmation = meaningOf(await ask({ text, isHidden: false }));
        goesOn = confirmation === "all";
        if (confirmation !== null) return confirmation;
      }
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      interrupt();
      return "skip";
    }
  };
}

function meaningOf(answer: string): Awaited<ReturnType<Confirm>> | null {
  const word = answer.trim().toLowerCase();
  if (/^y(es)?$/.test(word)) return "run";
  if (/^(no?)?$/.test(word)) return "skip";
  return /^c(ontinue)?$/.test(word) ? "all" : null;
}
