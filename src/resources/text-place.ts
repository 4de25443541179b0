import { InputError } from "../errors.ts";
import type { Place } from "./text-lines.ts";

/** The arguments that say where something new goes. */
export const placeProperties = {
  insertafter: {
    type: "string",
    description: 'Where a new text goes: "EOF" (default), or a regular expression; after its last match.',
  },
  insertbefore: {
    type: "string",
    description:
      'Where a new text goes: "BOF", or a regular expression; before its last match, else at the end.',
  },
} as const;

/** Added to the schema: both at once are a contradiction. */
export const onePlace = {
  not: { required: ["insertafter", "insertbefore"] },
  errorMessage: "takes insertafter or insertbefore, not both",
} as const;

/** The place that the arguments name. Throws InputError on a faulty regular expression. */
export function placeOf(args: { readonly insertafter?: string; readonly insertbefore?: string }): Place {
  const { insertafter = "EOF", insertbefore } = args;
  return {
    insertafter: insertafter === "EOF" ? "EOF" : regularExpression("insertafter", insertafter),
    insertbefore:
      insertbefore === undefined || insertbefore === "BOF"
        ? (insertbefore ?? null)
        : regularExpression("insertbefore", insertbefore),
  };
}

/** The argument as a regular expression of JavaScript. Throws InputError with the reason. */
export function regularExpression(argument: string, source: string): RegExp {
  try {
    return new RegExp(source);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError({ message: `"${argument}": ${reason}`, hint: "it is read as JavaScript does" });
  }
}
