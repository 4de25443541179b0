import type { HostStory, RunStory } from "../run-story.ts";
import { hostTasks } from "./host-tasks.ts";
import { html, type Markup, type Part } from "./markup.ts";
import { timeText } from "./time-text.ts";
import { axisTicks, type Bar, type BarKind, timelineBars } from "./timeline-bars.ts";

/** About as many bars, and rows of tasks, the page has at most; more hosts get fewer each. */
const barBudget = 6_000;
const rowBudget = 8_000;

const narrowestPercent = 0.3;

const meanings: Readonly<Record<BarKind, string>> = {
  ok: "ok",
  changed: "changed",
  failed: "failed",
  covered: "failed, and let pass or rescued",
  deferred: "cannot be known yet",
  skipped: "skipped",
  unfinished: "not finished",
};

/** A line for each host: its tasks as bars at the times when they ran; opened, they are a table. */
export function timelineSection(story: RunStory): Markup {
  const { hosts, durationMs, plays, check } = story;
  const perHost = (budget: number, least: number, most: number): number =>
    Math.max(least, Math.min(most, Math.floor(budget / Math.max(1, hosts.length))));
  const mergeMs = durationMs / perHost(barBudget, 60, 300);
  const rows = perHost(rowBudget, 40, 1_000);
  const lines = hosts.map((host) => ({ host, bars: timelineBars(host, durationMs, mergeMs) }));
  const kinds = new Set(lines.flatMap(({ bars }) => bars.map(({ kind }) => kind)));
  return html`<section aria-labelledby="timeline">
<h2 id="timeline">Timeline</h2>
${legend(kinds, check)}
<div class="host axis" aria-hidden="true"><span class="name"></span>${axis(story)}<span class="sum"></span></div>
${lines.map(({ host, bars }) => hostLine(host, bars, story, rows))}
${plays.length > 1 ? playList(story) : ""}
</section>`;
}

function legend(kinds: ReadonlySet<BarKind>, check: boolean): Markup {
  const entries = Object.entries(meanings).filter(([kind]) => [...kinds].some((one) => one === kind));
  const word = (kind: string, meaning: string): string =>
    check && kind === "changed" ? "would change" : meaning;
  return html`<ul class="legend">${entries.map(
    ([kind, meaning]) =>
      html`<li><svg class="swatch" width="14" height="14" aria-hidden="true"><rect class="k-${kind}" width="14" height="14" rx="3"/></svg> ${word(kind, meaning)}</li>`,
  )}</ul>`;
}

function axis({ durationMs }: RunStory): Markup {
  const ticks = axisTicks(durationMs);
  return html`<svg class="bars" height="18">${ticks.map((tick) => {
    const x = percent(tick, durationMs);
    const anchor = x < 5 ? "start" : x > 92 ? "end" : "middle";
    return html`<text x="${x}%" y="13" text-anchor="${anchor}">${tick === 0 ? "0" : timeText(tick)}</text>`;
  })}</svg>`;
}

function hostLine(
  host: HostStory,
  bars: readonly Bar[],
  { durationMs, check, plays }: RunStory,
  rows: number,
): Markup {
  const starts = plays.slice(1).map(({ startMs }) => percent(startMs, durationMs));
  return html`<details class="host-details">
<summary class="host"><span class="name">${host.host}</span>
<svg class="bars" height="22" role="img" aria-label="${`${bars.length} stretches of tasks; open for a table`}"><rect class="track" width="100%" height="22"/>
${starts.map((x) => html`<line class="play" x1="${x}%" x2="${x}%" y1="0" y2="22"/>`)}
${bars.map((bar) => barMarkup(bar, durationMs))}</svg>
<span class="sum">${sums(host, check)}</span></summary>
${hostTasks(host.tasks, check, rows)}
</details>
`;
}

function barMarkup({ kind, label, startMs, endMs }: Bar, durationMs: number): Markup {
  const x = Math.min(percent(startMs, durationMs), 100 - narrowestPercent);
  const width = Math.min(Math.max(percent(endMs, durationMs) - x, narrowestPercent), 100 - x);
  return html`<rect class="bar k-${kind}" x="${rounded(x)}%" width="${rounded(width)}%" y="3" height="16"><title>${label}: ${kind}, ${timeText(endMs - startMs)}, at ${timeText(startMs)}</title></rect>
`;
}

function sums({ recap }: HostStory, check: boolean): Part {
  const { changed, deferred, failed, unreachable } = recap;
  const parts: Part[] = [];
  if (failed > 0) parts.push(html`<b class="t-failed">${failed} failed</b> `);
  if (unreachable > 0) parts.push(html`<b class="t-failed">unreachable</b> `);
  if (changed + deferred > 0)
    parts.push(
      html`<span class="t-changed">${changed + deferred} ${check ? "would change" : "changed"}</span>`,
    );
  return parts.length === 0 ? html`<span class="quiet">ok</span>` : parts;
}

function playList({ plays }: RunStory): Markup {
  return html`<p class="quiet">Plays, marked by upright lines: ${plays.map(
    ({ label, startMs }, index) => html`${index > 0 ? " · " : ""}${label} at ${timeText(startMs)}`,
  )}</p>`;
}

function percent(ms: number, durationMs: number): number {
  return durationMs === 0 ? 0 : rounded((ms / durationMs) * 100);
}

function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
