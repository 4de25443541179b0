import type { InputProblem } from "../errors.ts";
import type { Module } from "../resources/module.ts";
import { checkVariableNames } from "./check-variable-names.ts";
import { resultSchema } from "./result-schema.ts";
import type { Site } from "./site.ts";
import type { Results, StepContext } from "./step-context.ts";
import type { ValueSchema } from "./value-schema.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** The module whose arguments are variables. */
const setFact = "set_fact";

/** The variables that a task sets: what it registers, and what `set_fact` names. Those that -e gives are not among them. */
export function variablesSetBy(
  task: string,
  module: Module,
  args: Arguments,
  register: string | null,
  /** The form of the entries of its loop; null where it has none. */
  item: ValueSchema | null,
): Results {
  const schema = item === null ? resultSchema(module, false) : resultSchema(module, true, item);
  const facts = module.name === setFact ? Object.keys(args) : [];
  return Object.fromEntries([
    ...facts.map((name) => [name, { task, schema: {} }] as const),
    ...(register === null ? [] : [[register, { task, schema }] as const]),
  ]);
}

/** The arguments of a task without the variables that -e gives, which win. */
export function withoutOverridden(
  args: Arguments,
  module: Module,
  extraVars: StepContext["extraVars"],
): Arguments {
  if (module.name !== setFact) return args;
  return Object.fromEntries(Object.entries(args).filter(([name]) => !Object.hasOwn(extraVars, name)));
}

/** Variables that `set_fact` cannot set, though they are names; and a task that sets none. */
export function checkSetVariables(args: Arguments, module: Module, site: Site): InputProblem[] {
  if (module.name !== setFact) return [];
  if (Object.keys(args).length > 0) return checkVariableNames(args, site);
  const location = site.source.locateKey(site.path);
  return [{ message: "set_fact sets no variable", location, hint: "write set_fact: { name: value }" }];
}
