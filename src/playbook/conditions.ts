import { InputError, type Location } from "../errors.ts";
import { systemFacts } from "../role/system-facts.ts";
import type { Condition } from "./compiled-play.ts";
import { parseExpression } from "./expression.ts";
import type { Facts } from "./host-task.ts";
import type { Scope } from "./scope.ts";
import { ExpressionError } from "./text-error.ts";

/** The probe behind the variable `facts`, under the name that `withFacts` looks for. */
export const factsProbe = { facts: systemFacts({}) };

/** The scope with the host's facts in it, where a task uses them. */
export function withFacts(scope: Scope, facts: Facts): Scope {
  return "facts" in facts ? scope.with({ facts: facts.facts }) : scope;
}

/** Whether all conditions of a task hold. Throws UnknownValue, and InputError on a condition that cannot be evaluated. */
export function conditionsHold(conditions: readonly Condition[], scope: Scope): boolean {
  return conditions.every(({ expression, location }) => {
    const value = evaluate(expression, scope, location);
    if (typeof value === "boolean") return value;
    throw new InputError({
      message: `the condition is ${JSON.stringify(value)}, neither true nor false`,
      location,
      hint: 'compare it with something: x != "", size(list) > 0',
    });
  });
}

/** Evaluates a CEL expression. Throws UnknownValue, and InputError at `location`. */
export function evaluate(text: string, scope: Scope, location: Location): unknown {
  try {
    const expression = parseExpression(text);
    const variables = Object.fromEntries(expression.roots.map(({ name }) => [name, scope.lookUp(name)]));
    return expression.evaluate(variables);
  } catch (error) {
    if (!(error instanceof ExpressionError)) throw error;
    throw new InputError({ message: error.message, location, hint: error.hint });
  }
}
