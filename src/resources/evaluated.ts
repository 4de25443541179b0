import { InternalError } from "../errors.ts";

/** An expression of a playbook, and its value: what the engine puts in the place of arguments named in `expressions`. */
export interface Evaluated {
  readonly expression: string;
  readonly value: unknown;
}

/**
 * Reads an argument that the schema describes as the user writes it (expressions), and the engine has replaced by
 * Evaluated or a list of them. Throws InternalError when it has not.
 */
export function evaluated(argument: unknown): Evaluated[] {
  return [argument].flat().map((item) => {
    if (typeof item !== "object" || item === null || !("expression" in item) || !("value" in item)) {
      throw new InternalError(`an expression was not evaluated: ${JSON.stringify(item)}`);
    }
    return { expression: String(item.expression), value: item.value };
  });
}
