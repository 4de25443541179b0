import { InputError } from "../errors.ts";
import { nearest } from "../input/suggest.ts";
import type { RunFacts } from "./run-facts.ts";
import { runsFolder } from "./run-files.ts";
import { readRun, runIds } from "./runs.ts";

/**
 * The run that a user means: by its id, the beginning or the end of it where only one run has that, or "last". Throws
 * InputError.
 */
export function findRun(named: string, runs: string = runsFolder): RunFacts {
  const ids = runIds(runs);
  const [newest] = ids;
  if (newest === undefined) {
    throw new InputError({ message: "there is no run yet", hint: `lab play records runs in ${runs}` });
  }
  if (named === "last") return readRun(newest, runs);
  const found = ids.filter((id) => id.startsWith(named) || id.endsWith(named));
  const [only] = found;
  if (named !== "" && only !== undefined && (found.length === 1 || only === named))
    return readRun(only, runs);
  if (found.length > 1) {
    throw new InputError({
      message: `"${named}" is the beginning of ${found.length} runs`,
      hint: `write more of it: ${found.slice(0, 5).join(", ")}`,
    });
  }
  const near = nearest(named, ids);
  const hint = near === null ? "lab runs shows them" : `did you mean "${near}"?`;
  throw new InputError({ message: `there is no run "${named}"`, hint });
}
