import type { InputProblem } from "../errors.ts";

/** What is wrong with a play on one host. */
export interface HostProblems {
  readonly host: string;
  readonly problems: readonly InputProblem[];
}

/** How many hosts a message names, and how many messages of one kind are shown. */
const shown = 3;

/**
 * One mistake shows on each host that it concerns: here it becomes one problem again, which names the hosts unless
 * all of them have it. Messages at one place that differ only in names and numbers are of one kind: those of the
 * first host stand for all.
 */
export function foldHostProblems(found: readonly HostProblems[]): InputProblem[] {
  const kinds = new Map<string, Kind>();
  for (const { host, problems } of found) {
    for (const problem of problems) {
      const key = kindOf(problem);
      const kind = kinds.get(key) ?? { first: host, hosts: new Set(), messages: new Map() };
      const message = kind.messages.get(problem.message) ?? { problem, hosts: new Set() };
      kind.hosts.add(host);
      message.hosts.add(host);
      kind.messages.set(problem.message, message);
      kinds.set(key, kind);
    }
  }
  return [...kinds.values()].flatMap((kind) => problemsOf(kind, found.length));
}

interface Kind {
  readonly first: string;
  readonly hosts: Set<string>;
  readonly messages: Map<string, { readonly problem: InputProblem; readonly hosts: Set<string> }>;
}

function problemsOf(kind: Kind, hostCount: number): InputProblem[] {
  const messages = [...kind.messages.values()].filter(({ hosts }) => hosts.has(kind.first));
  const rest = messages.length - shown;
  return messages.slice(0, shown).map(({ problem, hosts }, index) => {
    const others = [...kind.hosts].filter((host) => !hosts.has(host));
    const notes = [
      ...(hosts.size === hostCount ? [] : [`on ${named([...hosts])}`]),
      ...(others.length > 0 ? [`and the like on ${named(others)}`] : []),
      ...(rest > 0 && index === shown - 1 ? [`and ${rest} more of this kind`] : []),
    ];
    return notes.length === 0 ? problem : { ...problem, message: `${problem.message} (${notes.join(", ")})` };
  });
}

/** A problem without what may differ from host to host. */
function kindOf({ message, location, hint = "" }: InputProblem): string {
  const text = `${message}\n${hint}`.replaceAll(/"[^"]*"|\d+|\S*\/\S*/g, "…");
  return JSON.stringify([location?.file, location?.line, location?.column, text]);
}

function named(hosts: readonly string[]): string {
  const rest = hosts.length - shown;
  return rest > 0 ? `${hosts.slice(0, shown).join(", ")} and ${rest} more` : hosts.join(", ");
}
