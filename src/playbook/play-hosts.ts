import { InputError, type InputProblem } from "../errors.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import type { Inventory, SourcedValue } from "../inventory/inventory.ts";
import { asList } from "./compile-task.ts";
import { Scope } from "./scope.ts";
import type { Site } from "./site.ts";
import { isTemplate } from "./template.ts";
import { TemplateError } from "./text-error.ts";
import { renderText } from "./value-template.ts";

/** The hosts that a play's `hosts` selects: a pattern, or a list of patterns that are joined. */
export function playHosts(
  written: unknown,
  site: Site,
  vars: Readonly<Record<string, SourcedValue>>,
  inventory: Inventory,
  problems: InputProblem[],
): readonly string[] {
  if (typeof written !== "string" && !Array.isArray(written)) return [];
  const pattern = renderEarly(asList(written).join(","), site, vars, problems);
  if (pattern === null) return [];
  const location = site.source.locate(site.path);
  try {
    const hosts = matchHosts(pattern, inventory, location);
    if (hosts.length === 0) {
      const hint = "lab inventory --graph shows which hosts there are, and their groups";
      problems.push({ message: `the pattern "${pattern}" matches no host`, location, hint });
    }
    return hosts;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...error.problems);
    return [];
  }
}

/** A text of a play, rendered with what is the same for all hosts: the play's vars and the extra variables. */
export function renderEarly(
  text: string,
  site: Site,
  vars: Readonly<Record<string, SourcedValue>>,
  problems: InputProblem[],
): string | null {
  if (!isTemplate(text)) return text;
  try {
    return String(renderText(text, new Scope(new Map(Object.entries(vars)), new Map())));
  } catch (error) {
    if (error instanceof InputError) {
      problems.push(...error.problems);
    } else if (error instanceof TemplateError) {
      problems.push({
        message: error.message,
        location: site.source.locateWithin(site.path, error.offset, error.length),
        hint: error.hint,
      });
    } else throw error;
    return null;
  }
}
