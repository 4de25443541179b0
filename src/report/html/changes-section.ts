import { countOf } from "../../input/count-of.ts";
import { hostCount, whereText } from "../host-list.ts";
import type { RunStory } from "../run-story.ts";
import { type ChangedTask, type ChangeGroup, changeGroups } from "./change-groups.ts";
import { html, type Markup, type Part } from "./markup.ts";

/** Lines of one diff that are shown. */
const diffLines = 300;
/** Characters of all diffs together; the page stays one that a browser opens at once. */
const diffBudget = 3 * 1024 * 1024;

/** What tasks changed, with diffs; nothing where nothing changed. */
export function changesSection({ hosts, check }: RunStory): Part {
  const tasks = changeGroups(hosts);
  if (tasks.length === 0) return "";
  let spent = 0;
  const isShown = ({ diff }: ChangeGroup): boolean => {
    spent += diff.length;
    return spent <= diffBudget;
  };
  return html`<section aria-labelledby="changes">
<h2 id="changes">${check ? "What would change" : "Changes"}</h2>
${tasks.map((task) => taskChanges(task, isShown))}
</section>`;
}

function taskChanges(
  { label, hosts, changes }: ChangedTask,
  isShown: (change: ChangeGroup) => boolean,
): Markup {
  const head = html`<span class="grow">${label}</span><span class="quiet">${hostCount(hosts.size)}</span>`;
  if (changes.length === 0) return html`<p class="row">${head}</p>\n`;
  const shown = changes.filter(isShown);
  const hidden = changes.length - shown.length;
  return html`<details class="card">
<summary class="row">${head}</summary>
${shown.map(changeMarkup)}${hidden > 0 ? html`<p class="quiet">… and ${countOf(hidden, "more change")}: the page would be too large</p>` : ""}
</details>
`;
}

function changeMarkup(change: ChangeGroup): Markup {
  const { title, diff, hosts } = change;
  return html`<div class="change"><h3>${title}</h3><p class="where">on ${whereText(hosts)}</p>
${diff === "" ? "" : html`<pre tabindex="0"><code>${diffMarkup(diff)}</code></pre>`}</div>
`;
}

function diffMarkup(diff: string): Part {
  const lines = diff.split("\n");
  const firstHunk = lines.findIndex((line) => line.startsWith("@@"));
  const hidden = lines.length - diffLines;
  const shown = lines.slice(0, diffLines).map((line, index) => {
    const kind = firstHunk >= 0 && index >= firstHunk ? lineKind(line) : "";
    return kind === "" ? html`${line}\n` : html`<span class="${kind}">${line}</span>`;
  });
  return hidden > 0 ? [...shown, `… ${hidden} more lines`] : shown;
}

function lineKind(line: string): string {
  if (line.startsWith("@@")) return "hunk";
  if (line.startsWith("+")) return "added";
  return line.startsWith("-") ? "removed" : "";
}
