import type { ChangeSummary, RunEvent } from "../engine/event.ts";
import { whereText } from "./host-list.ts";
import type { Paint } from "./paint.ts";

/** Lines of one diff that are shown; how many are left out is said. */
const maxLines = 200;

interface ChangeOnHosts extends ChangeSummary {
  readonly hosts: string[];
}

/**
 * Gathers the changes of a run for `--diff`. They are shown at the end of the run, before the recap, by task in the
 * order in which tasks first changed something; identical changes of many hosts stand once, under the list of them.
 */
export interface DiffView {
  add(event: RunEvent & { kind: "task-end" }): void;
  lines(): string[];
}

/** An empty view. Memory: one copy of each distinct diff. */
export function createDiffView(paint: Paint): DiffView {
  const tasks = new Map<string, Map<string, ChangeOnHosts>>();
  return {
    add({ task, role, host, changes }) {
      if (changes.length === 0) return;
      const title = role === null ? task : `${task} (${role})`;
      const known = tasks.get(title) ?? new Map<string, ChangeOnHosts>();
      tasks.set(title, known);
      for (const change of changes) {
        const key = `${change.title}\n${change.diff}`;
        const same = known.get(key);
        if (same) same.hosts.push(host);
        else known.set(key, { ...change, hosts: [host] });
      }
    },
    lines: () =>
      [...tasks].flatMap(([title, changes]) => [
        paint("bold", title),
        ...[...changes.values()].flatMap((change) => changeLines(change, paint)),
        "",
      ]),
  };
}

function changeLines({ title, diff, hosts }: ChangeOnHosts, paint: Paint): string[] {
  const lines = diff === "" ? [] : diff.split("\n");
  const firstHunk = lines.findIndex((line) => line.startsWith("@@"));
  const left = lines.length - maxLines;
  return [
    `${title}, on ${whereText(hosts)}`,
    ...lines.slice(0, maxLines).map((line, index) => `  ${colored(line, index >= firstHunk, paint)}`),
    ...(left > 0 ? [`  ${paint("dim", `… ${left} more lines`)}`] : []),
  ];
}

function colored(line: string, inHunk: boolean, paint: Paint): string {
  if (!inHunk) return line;
  if (line.startsWith("@@")) return paint("cyan", line);
  if (line.startsWith("+")) return paint("green", line);
  return line.startsWith("-") ? paint("red", line) : line;
}
