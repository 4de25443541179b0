import type { InputProblem } from "../errors.ts";
import { suggestion } from "../input/suggest.ts";
import type { CompiledHandler, CompiledStep } from "./compiled-play.ts";

/** Notifications of handlers that do not exist; `ofRoles` has the names of those that roles bring. */
export function unknownHandlers(
  handlers: readonly CompiledHandler[],
  steps: readonly CompiledStep[],
  ofRoles: readonly string[],
): InputProblem[] {
  const known = [...ofRoles, ...handlers.flatMap(handlerNames)];
  const hint = (name: string) => (known.length === 0 ? "the play has no handlers" : suggestion(name, known));
  return steps
    .flatMap((step) => (step.kind === "task" ? step.notify : []))
    .flatMap(({ handler, location }) =>
      known.includes(handler)
        ? []
        : [{ message: `there is no handler "${handler}"`, location, hint: hint(handler) }],
    );
}

/** The names by which tasks notify a handler: its own, and what it listens to. */
export function handlerNames({ name, listen }: CompiledHandler): string[] {
  return [name, ...listen];
}
