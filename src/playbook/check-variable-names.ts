import type { InputProblem } from "../errors.ts";
import { variableNameProblem } from "../inventory/reserved-variables.ts";
import type { Site } from "./site.ts";

/** Variables of a mapping whose names cannot be, or are taken. */
export function checkVariableNames(vars: Readonly<Record<string, unknown>>, site: Site): InputProblem[] {
  return Object.keys(vars).flatMap((name) => {
    const problem = variableNameProblem(name);
    return problem ? [{ ...problem, location: site.source.locateKey([...site.path, name]) }] : [];
  });
}

/** A variable that a keyword names (`register`, `loop_var`); that it is a name at all is checked by the schema. */
export function checkVariableName(name: unknown, site: Site): InputProblem[] {
  if (typeof name !== "string" || !/^[A-Za-z_]\w*$/.test(name)) return [];
  const problem = variableNameProblem(name);
  return problem ? [{ ...problem, location: site.source.locate(site.path) }] : [];
}
