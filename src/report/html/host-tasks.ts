import type { TaskStory } from "../run-story.ts";
import { html, type Markup } from "./markup.ts";
import { timeText } from "./time-text.ts";
import { barKind } from "./timeline-bars.ts";

/** Quiet tasks that follow each other share a row from this many on. */
const foldFrom = 3;

/** The tasks of one host as a table, at most `limit` rows; runs of tasks with nothing to tell share one. */
export function hostTasks(tasks: readonly TaskStory[], check: boolean, limit: number): Markup {
  const groups = fold(tasks);
  const hidden = groups.slice(limit).reduce((sum, group) => sum + group.length, 0);
  return html`<div class="scroll"><table class="tasks">
<thead><tr><th>at</th><th>outcome</th><th>task</th><th class="number">took</th></tr></thead>
<tbody>
${groups.slice(0, limit).map((group) => row(group, check))}
</tbody></table></div>
${hidden > 0 ? html`<p class="quiet">… and ${hidden} more tasks</p>` : ""}`;
}

function isQuiet({ outcome, message, startMs, endMs }: TaskStory): boolean {
  return (outcome === "ok" || outcome === "skipped") && message === "" && endMs - startMs < 50;
}

function fold(tasks: readonly TaskStory[]): (readonly TaskStory[])[] {
  const groups: TaskStory[][] = [];
  for (const task of tasks) {
    const last = groups.at(-1);
    if (last?.[0] && isQuiet(task) && isQuiet(last[0]) && last[0].outcome === task.outcome) last.push(task);
    else groups.push([task]);
  }
  return groups.flatMap((group) => (group.length < foldFrom ? group.map((task) => [task]) : [group]));
}

function row(group: readonly TaskStory[], check: boolean): Markup | string {
  const [first] = group;
  const last = group.at(-1);
  if (!first || !last) return "";
  const kind = barKind(first);
  const word = kind === "covered" ? "let pass" : check && kind === "changed" ? "would change" : kind;
  const said = first.failure?.message ?? first.message;
  return html`<tr><td class="number">${timeText(first.startMs)}</td><td><span class="badge k-${kind}">${word}</span></td>
<td>${group.length === 1 ? first.label : `${group.length} tasks`}${said === "" ? "" : html`<br><span class="quiet">${said}</span>`}</td>
<td class="number">${timeText(last.endMs - first.startMs)}</td></tr>
`;
}
