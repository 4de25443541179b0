import { InputError, type InputProblem, type Location } from "../errors.ts";
import { asText } from "../input/as-text.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import type { Inventory } from "../inventory/inventory.ts";
import { type EarlyVariables, noValue, renderEarly } from "./render-early.ts";
import type { Site } from "./site.ts";
import { isPending, rootsWithin } from "./value-template.ts";
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
    const found = entryProblems(written, site, inventory) ?? error.problems;
    problems.push(...found.map((problem) => whereItComesFrom(problem, asList(written).join(","), early)));
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

/** A wrong name that a variable brings is wrong where the variable gets it: once, however many plays read it. */
function whereItComesFrom(problem: InputProblem, written: string, early: EarlyVariables): InputProblem {
  const [, name = ""] = /"([^"]*)"/.exec(problem.message) ?? [];
  if (name === "" || written.includes(name)) return problem;
  const location = locationOf(name, written, early, new Set());
  if (!location) return problem;
  return { ...problem, location, message: problem.message.replace(/ \(in the host pattern "[^"]*"\)$/, "") };
}

/** Where a variable that `text` reads, or one that this reads in turn, gets a value with `name` in it. */
function locationOf(name: string, text: string, early: EarlyVariables, seen: Set<string>): Location | null {
  for (const root of rootsWithin(text)) {
    const variable = early.vars[root];
    if (!variable || seen.has(root)) continue;
    seen.add(root);
    const value = asText(variable.value);
    const found = value.includes(name) ? variable.location : locationOf(name, value, early, seen);
    if (found) return found;
  }
  return null;
}
