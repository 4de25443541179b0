import type { InputProblem } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { checkCondition } from "./check-texts.ts";
import type { Condition } from "./compiled-play.ts";
import type { KnownNames } from "./known-names.ts";
import { type Site, within } from "./site.ts";

/** Conditions as written under one keyword; all must hold. */
export function compileConditions(
  written: unknown,
  site: Site,
  names: KnownNames,
  problems: InputProblem[],
): Condition[] {
  const isList = Array.isArray(written);
  const conditions: unknown[] = isList ? written : written === undefined ? [] : [written];
  return conditions.map((condition, index) => {
    const at = isList ? within(site, index) : site;
    if (typeof condition === "string") problems.push(...checkCondition(condition, at, names));
    return { expression: asText(condition), location: at.source.locate(at.path) };
  });
}
