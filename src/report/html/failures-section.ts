import { hostCount, whereText } from "../host-list.ts";
import type { RunStory } from "../run-story.ts";
import { type FailureGroup, failureGroups } from "./failure-groups.ts";
import { html, Markup, type Part } from "./markup.ts";

/** The end of a longer detail is shown: that is where programs say what went wrong. */
const detailLines = 300;

/** As many failures are open at first. */
const openFailures = 8;
/** A run whose hosts all fail in their own ways still makes a page that can be read. */
const shownFailures = 200;

/** Failures with their detail and what to do next, and what ended plays early; nothing where nothing failed. */
export function failuresSection({ hosts, stops }: RunStory): Part {
  const groups = failureGroups(hosts);
  if (groups.length === 0 && stops.length === 0) return "";
  const hidden = groups.length - shownFailures;
  return html`<section aria-labelledby="failures">
<h2 id="failures">Failures</h2>
${stops.map((stop) => html`<p class="note">Play ended: ${stop}</p>\n`)}
${groups.slice(0, shownFailures).map((group, index) => failureCard(group, index < openFailures))}
${hidden > 0 ? html`<p class="quiet">… and ${hidden} more</p>` : ""}
</section>`;
}

function failureCard({ failure, isCovered, hosts }: FailureGroup, isOpen: boolean): Markup {
  const { kind, task, message, detail, hint } = failure;
  const look = isCovered ? "covered" : "failed";
  return html`<details class="card ${look}"${new Markup(isOpen && !isCovered ? " open" : "")}>
<summary class="row"><span class="badge k-${look}">${isCovered ? "let pass" : kind}</span>
<b class="grow">${task ?? "outside of its tasks"}</b><span class="quiet">${hostCount(hosts.length)}</span></summary>
<p class="where">on ${whereText(hosts)}</p>
<p class="message">${message}</p>
${detail.trim() === "" ? "" : html`<pre tabindex="0">${tail(detail.trimEnd())}</pre>`}
${hint === "" ? "" : html`<p class="hint"><b>Next:</b> ${hint}</p>`}
</details>
`;
}

function tail(text: string): string {
  const lines = text.split("\n");
  const hidden = lines.length - detailLines;
  return hidden > 0 ? `… ${hidden} lines before\n${lines.slice(-detailLines).join("\n")}` : text;
}
