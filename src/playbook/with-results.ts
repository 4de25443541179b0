import type { KnownNames } from "./known-names.ts";
import type { Results } from "./step-context.ts";

/** The names that are known once tasks have set variables. */
export function withResults(names: KnownNames, results: Results): KnownNames {
  const schemas = Object.entries(results).map(([name, { schema }]) => [name, schema] as const);
  return names.withVariables(Object.fromEntries(schemas));
}
