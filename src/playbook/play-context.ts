import type { InputProblem } from "../errors.ts";
import type { CompileContext } from "./compile-context.ts";
import type { PlayVariables } from "./play-variables.ts";
import type { StepContext } from "./step-context.ts";
import { variablesOf } from "./variable-look-up.ts";

/** What the steps of a play that stands in `file` are compiled against. */
export function playContext(
  { inventory, roles, extraVars, readFile, assetsOf }: CompileContext,
  file: string,
  early: PlayVariables,
  hosts: readonly string[],
  problems: InputProblem[],
): StepContext {
  let position = 0;
  return {
    ...{ inventory, roles, extraVars, readFile, early, problems, file },
    assets: assetsOf(file),
    variables: variablesOf(withPrompts(early), hosts, inventory),
    unsound: new Set(),
    nextPosition: () => position++,
  };
}

/** The variables of the play, and those that wait for an answer which is secret. */
function withPrompts({ vars, prompts }: PlayVariables): PlayVariables["vars"] {
  const open = prompts.flatMap(({ name, isPrivate, location }) =>
    isPrivate ? [[name, { value: "", location, shadows: [], secret: true }] as const] : [],
  );
  return { ...vars, ...Object.fromEntries(open) };
}
