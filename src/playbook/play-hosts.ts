import { InputError, type InputProblem } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { type EarlyVariables, noValue, renderEarly } from "./render-early.ts";
import type { Site } from "./site.ts";
import { isPending } from "./value-template.ts";
import { asList } from "./written-values.ts";

/**
 * The hosts that a play's `hosts` selects: a pattern, or a list of patterns that are joined. None, and no problem,
 * while the pattern waits for the answer to a prompt, and where it is the name of a group that has no hosts.
 */
export function playHosts(
  written: unknown,
  site: Site,
  early: EarlyVariables,
  inventory: Inventory,
  problems: InputProblem[],
): readonly string[] {
  if (typeof written !== "string" && !Array.isArray(written)) return [];
  const rendered = renderEarly(asList(written).join(","), site, early, problems);
  if (rendered === noValue) return [];
  const pattern = asText(rendered);
  const location = site.source.locate(site.path);
  try {
    const hosts = matchHosts(pattern, inventory, location);
    // Which groups there are is not up to who writes the playbook: a cluster may have no workers.
    if (hosts.length === 0 && !inventory.groups.has(pattern)) {
      const hint = "lab inventory --graph shows which hosts there are, and their groups";
      problems.push({ message: `the pattern "${pattern}" matches no host`, location, hint });
    }
    return hosts;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    problems.push(...(entryProblems(written, site, inventory) ?? error.problems));
    return [];
  }
}

/** What is wrong with the entries of a list of patterns, each at its place; null where no entry is wrong by itself. */
function entryProblems(written: unknown, site: Site, inventory: Inventory): InputProblem[] | null {
  if (!Array.isArray(written)) return null;
  const problems = written.flatMap((entry: unknown, index) => {
    if (typeof entry !== "string" || isPending(entry)) return [];
    try {
      matchHosts(entry, inventory, site.source.locate([...site.path, index]));
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return error.problems;
    }
  });
  return problems.length > 0 ? problems : null;
}
