import type { InputProblem } from "../errors.ts";
import { checkSchema } from "../input/check-schema.ts";
import { isMapping } from "../input/mapping.ts";
import { isNotSupported, notSupported, type WordKind } from "./not-supported.ts";
import type { Site } from "./site.ts";

/** The keys of a mapping: words of Ansible that lab does not have, unknown ones, and values of a wrong form. */
export function checkWords(
  written: unknown,
  kind: WordKind,
  schema: object,
  site: Site,
  /** What the mapping is, for messages: "the block". */
  what: string,
): InputProblem[] {
  const { source, path } = site;
  if (!isMapping(written)) return checkSchema(schema, written, source, path, what);
  const own = Object.entries(written).filter(([key]) => !isNotSupported(key, kind));
  return [
    ...notSupported(written, kind, site),
    ...checkSchema(schema, Object.fromEntries(own), source, path, what),
  ];
}

/** The schema of a mapping that has these keys and no others. */
export function closedSchema(properties: object): object {
  return { type: "object", additionalProperties: false, properties };
}
