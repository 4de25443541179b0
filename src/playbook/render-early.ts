import { InputError, type InputProblem } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import type { SourcedValue } from "../inventory/inventory.ts";
import { magicNames } from "./magic-variables.ts";
import { Scope, UnknownValue } from "./scope.ts";
import type { Site } from "./site.ts";
import { parseTemplate } from "./template.ts";
import { TemplateError } from "./text-error.ts";
import { isPending, renderText, rootsWithin } from "./value-template.ts";

/** The variables that are the same for all hosts: those of the play, answers, and -e. */
export interface EarlyVariables {
  readonly vars: Readonly<Record<string, SourcedValue>>;
  /** Names of those that a prompt asks for and that have no answer yet. */
  readonly unanswered: readonly string[];
}

/** Stands for a value that cannot be worked out: it waits for an answer, or the reason is among the problems. */
export const noValue = Symbol("no value");

/** Not "node", by which -e may name the host that a play is about. */
function isOfHost(name: string): boolean {
  return name !== "node" && magicNames.some((magic) => magic === name);
}

/** A value of a play, rendered with what is the same for all hosts; a text without a template is as it is. */
export function renderEarly(
  value: unknown,
  site: Site,
  { vars, unanswered }: EarlyVariables,
  problems: InputProblem[],
): unknown {
  if (!isPending(value)) return value;
  const text = asText(value);
  try {
    const ofHost = parseTemplate(text).roots.find(({ name }) => isOfHost(name) && !Object.hasOwn(vars, name));
    if (ofHost) {
      const message = `"${ofHost.name}" is of a host, and this is read before there is one`;
      throw new TemplateError(message, ofHost.offset, ofHost.name.length, "use vars of the play, or -e");
    }
    const scope = new Scope(new Map(Object.entries(vars)), new Map());
    const reads = scope.reads(rootsWithin(text));
    return unanswered.some((name) => reads.has(name)) ? noValue : renderText(text, scope);
  } catch (error) {
    if (error instanceof InputError) {
      problems.push(...error.problems);
    } else if (error instanceof TemplateError) {
      problems.push({
        message: error.message,
        location: site.source.locateWithin(site.path, error.offset, error.length),
        hint: error.hint,
      });
    } else if (!(error instanceof UnknownValue)) throw error;
    return noValue;
  }
}
