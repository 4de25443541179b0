import { hostCount } from "../host-list.ts";
import type { RunStory } from "../run-story.ts";
import { html, type Part } from "./markup.ts";
import { slowestTasks } from "./slowest-tasks.ts";
import { timeText } from "./time-text.ts";

/** The tasks that took longest, each with a bar; nothing where none took time. */
export function slowestSection({ hosts }: RunStory): Part {
  const tasks = slowestTasks(hosts);
  const longest = tasks[0]?.longestMs ?? 0;
  if (longest === 0) return "";
  const width = (ms: number): number => Math.max(0.5, Math.round((ms / longest) * 1000) / 10);
  return html`<section aria-labelledby="slowest">
<h2 id="slowest">Slowest tasks</h2>
<ol class="slowest">
${tasks.map(
  ({
    label,
    hosts: count,
    longestMs,
    slowestHost,
    meanMs,
  }) => html`<li><span class="row"><span class="grow">${label}</span><span class="number">${timeText(longestMs)}</span></span>
<svg class="bars" height="6" aria-hidden="true"><rect class="track" width="100%" height="6"/><rect class="time" width="${width(longestMs)}%" height="6"/></svg>
<span class="quiet">on ${slowestHost}${count > 1 ? `; ${timeText(meanMs)} on average of ${hostCount(count)}` : ""}</span></li>
`,
)}</ol>
</section>`;
}
