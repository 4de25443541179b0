import { readFileSync } from "node:fs";
import { InputError, type InputProblem, type Location } from "../errors.ts";
import { nearest } from "../input/suggest.ts";
import { matchHosts } from "../inventory/host-pattern.ts";
import type { Inventory } from "../inventory/inventory.ts";
import type { CompiledPlay } from "../playbook/compiled-play.ts";

/** The outcomes of hosts that --limit knows, behind an @. */
export const outcomeNames = ["failed", "unreachable", "changed"] as const;

/** The hosts that a --limit such as `@failed` names; null for another one. Throws InputError. */
export type NamedHosts = (limit: string, location: Location) => readonly string[] | null;

/** A host pattern and where it stands. */
interface Entry {
  readonly pattern: string;
  readonly location: Location;
}

/**
 * The host pattern of --limit, which may also be `@file` with a host in each line, or `@failed` for the hosts that
 * failed when the playbook ran last. Throws InputError; one that matches nothing is a mistake as well: the run would do
 * nothing and call it success.
 */
export function limitPattern(limit: string, inventory: Inventory, named: NamedHosts = () => null): string {
  const entries = entriesOf(limit, named);
  const problems: InputProblem[] = [];
  const matched = entries.flatMap(({ pattern, location }) => {
    try {
      return matchHosts(pattern, inventory, location);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.problems);
      return [];
    }
  });
  if (problems.length > 0) throw new InputError(problems);
  if (matched.length > 0) return entries.map(({ pattern }) => pattern).join(",");
  const names = entries.length === 0;
  throw new InputError({
    message: names ? `the file of --limit "${limit}" names no host` : `--limit "${limit}" matches no host`,
    location: flagLocation(limit),
    hint: names
      ? "write one host in each line"
      : "lab inventory --graph shows which hosts there are, and their groups",
  });
}

/** What is wrong with a limit that the plays' own hosts leave nothing of. */
export function limitProblems(limit: string, plays: readonly CompiledPlay[]): InputProblem[] {
  if (plays.length === 0 || plays.some(({ hosts }) => hosts.length > 0)) return [];
  return [
    {
      message: `--limit "${limit}" leaves no host in any play`,
      location: flagLocation(limit),
      hint: "compare it with the hosts of the plays",
    },
  ];
}

function entriesOf(limit: string, named: NamedHosts): Entry[] {
  const location = flagLocation(limit);
  const hosts = named(limit, location);
  if (hosts !== null) return hosts.map((pattern) => ({ pattern, location }));
  if (!limit.startsWith("@")) return [{ pattern: limit, location }];
  const file = limit.slice(1);
  return linesOf(file, limit).flatMap((text, index) => {
    const pattern = text.replace(/(^|\s)#.*/, "").trim();
    if (pattern === "") return [];
    const column = text.indexOf(pattern) + 1;
    return [{ pattern, location: { file, line: index + 1, column, length: pattern.length, text } }];
  });
}

function linesOf(file: string, limit: string): string[] {
  try {
    return readFileSync(file, "utf8").split(/\r?\n/);
  } catch {
    const near = nearest(file, outcomeNames);
    throw new InputError({
      message: `the file "${file}" cannot be read`,
      location: flagLocation(limit),
      hint: near === null ? "check its path" : `did you mean "@${near}"?`,
    });
  }
}

function flagLocation(limit: string): Location {
  return { file: "--limit", line: 1, column: 1, length: Math.max(1, limit.length), text: limit };
}
