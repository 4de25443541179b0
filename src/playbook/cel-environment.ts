import { Environment } from "@marcbachmann/cel-js";

let environment: Environment | undefined;

/**
 * The language of expressions. Names and types of variables are checked by the caller, who knows for which host they
 * are defined.
 */
export function celEnvironment(): Environment {
  environment ??= new Environment({
    unlistedVariablesAreDyn: true,
    homogeneousAggregateLiterals: false,
    enableOptionalTypes: true,
  })
    .registerFunction("string.replace(string, string): string", (text: string, part: string, other: string) =>
      text.replaceAll(part, () => other),
    )
    .registerFunction("min(list): dyn", (list: readonly (number | bigint)[]) =>
      extreme(list, (a, b) => a < b),
    )
    .registerFunction("max(list): dyn", (list: readonly (number | bigint)[]) =>
      extreme(list, (a, b) => a > b),
    );
  return environment;
}

function extreme<T>(list: readonly T[], isBefore: (a: T, b: T) => boolean): T {
  if (list.length === 0) throw new Error("the list is empty: it has neither a least nor a greatest entry");
  return list.reduce((best, entry) => (isBefore(entry, best) ? entry : best));
}

/** One way in which a function of the language can be called; types as CEL names them. */
export interface CelFunction {
  readonly name: string;
  /** Type of what stands before the dot; null where nothing does. */
  readonly receiver: string | null;
  readonly parameters: readonly string[];
  readonly result: string;
}

let functions: ReadonlyMap<string, readonly CelFunction[]> | undefined;

/** Every way in which the functions of the language can be called, by their names. */
export function celFunctions(): ReadonlyMap<string, readonly CelFunction[]> {
  functions ??= Map.groupBy(
    celEnvironment()
      .getDefinitions()
      .functions.map(({ name, receiverType, params, returnType }) => ({
        name,
        receiver: receiverType,
        parameters: params.map(({ type }) => type),
        result: returnType,
      })),
    ({ name }) => name,
  );
  return functions;
}
