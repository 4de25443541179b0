import type { HostRecap } from "../../engine/event.ts";
import type { RunStory } from "../run-story.ts";
import { html, type Markup } from "./markup.ts";

const columns = [
  "ok",
  "changed",
  "failed",
  "ignored",
  "rescued",
  "undone",
  "skipped",
  "deferred",
  "unreachable",
  "frames",
] as const;

/** These have a column only where they have something to say. */
const rare: ReadonlySet<string> = new Set(["ignored", "rescued", "undone", "deferred"]);

/** These are bad news where they are not 0. */
const bad: ReadonlySet<string> = new Set(["failed", "unreachable"]);

/** The counters of each host. */
export function recapSection({ hosts }: RunStory): Markup {
  const shown = columns.filter((name) => !rare.has(name) || hosts.some(({ recap }) => recap[name] > 0));
  return html`<section aria-labelledby="recap">
<h2 id="recap">Recap</h2>
<div class="scroll" tabindex="0" role="region" aria-labelledby="recap"><table class="recap">
<thead><tr><th>host</th>${shown.map((name) => html`<th class="number">${name}</th>`)}<th class="number">seconds</th></tr></thead>
<tbody>
${hosts.map(({ recap }) => recapRow(recap, shown))}</tbody></table></div>
</section>`;
}

function recapRow(recap: HostRecap, shown: readonly (typeof columns)[number][]): Markup {
  return html`<tr><th scope="row">${recap.host}</th>${shown.map((name) => {
    const count = recap[name];
    const kind = count === 0 ? "zero" : bad.has(name) ? "t-failed" : name === "changed" ? "t-changed" : "";
    return html`<td class="number ${kind}">${count}</td>`;
  })}<td class="number">${recap.seconds.toFixed(2)}</td></tr>
`;
}
