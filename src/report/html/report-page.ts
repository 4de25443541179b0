import { createHash } from "node:crypto";
import type { RunEvent } from "../../engine/event.ts";
import { hostCount } from "../host-list.ts";
import { type RunStory, tellRun } from "../run-story.ts";
import { sanitizeDeep } from "../sanitize.ts";
import { changesSection } from "./changes-section.ts";
import { failuresSection } from "./failures-section.ts";
import { html, Markup, type Part } from "./markup.ts";
import { recapSection } from "./recap-section.ts";
import { reportStyle } from "./report-style.ts";
import { slowestSection } from "./slowest-section.ts";
import { timeText } from "./time-text.ts";
import { timelineSection } from "./timeline-section.ts";
import { undoSection } from "./undo-section.ts";

/** What the page says of a run beside its events. */
export interface ReportHead {
  /** What the run came to: "killed", "1 host failed". */
  readonly outcome: string;
  readonly isGood: boolean;
  /** Names and values, as they are to be shown. */
  readonly facts: readonly (readonly [name: string, value: string])[];
}

/**
 * A run as one page of HTML, which needs nothing else: no script, no font, no image. Its policy refuses whatever a host
 * might smuggle in, and all text of hosts is escaped. Its size is bounded: many hosts get fewer bars and rows each.
 */
export function reportPage(events: readonly RunEvent[], head: ReportHead): string {
  const story = tellRun(sanitizeDeep(events));
  const styleHash = createHash("sha256").update(reportStyle).digest("base64");
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${story.playbook}: ${head.outcome}</title>
<style>${new Markup(reportStyle)}</style>
</head>
<body>
<main>
${header(story, head)}
${failuresSection(story)}
${timelineSection(story)}
${slowestSection(story)}
${changesSection(story)}
${undoSection(story)}
${recapSection(story)}
${warningsSection(story)}
</main>
</body>
</html>
`.text;
}

function header(
  { playbook, check, hosts, durationMs }: RunStory,
  { outcome, isGood, facts }: ReportHead,
): Markup {
  const changed = hosts.reduce((sum, { recap }) => sum + recap.changed + recap.deferred, 0);
  const lost = hosts.filter(({ recap }) => recap.failure !== null).length;
  const tiles: (readonly [number | string, string])[] = [
    [hosts.length, hosts.length === 1 ? "host" : "hosts"],
    [changed, check ? "would change" : "changed"],
    [lost, lost === 1 ? "host failed" : "hosts failed"],
    [timeText(durationMs), "from start to end"],
  ];
  return html`<header>
<p class="over">${check ? "Check with lab, nothing was written" : "Run of lab"} · ${hostCount(hosts.length)}</p>
<h1>${playbook} <span class="badge ${isGood ? "k-ok" : "k-failed"}">${outcome}</span></h1>
<ul class="tiles">${tiles.map(([value, name]) => html`<li><b>${value}</b> ${name}</li>`)}</ul>
<details class="facts"><summary>About this run</summary>
<dl>${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl></details>
</header>`;
}

function warningsSection({ warnings }: RunStory): Part {
  if (warnings.length === 0) return "";
  return html`<section aria-labelledby="warnings">
<h2 id="warnings">Warnings</h2>
<ul>${warnings.map(
    ({ message, location, hint = "" }) =>
      html`<li>${message}${
        location ? html` <span class="quiet">${location.file}:${location.line}</span>` : ""
      }${hint === "" ? "" : html`<br><span class="quiet">${hint}</span>`}</li>`,
  )}</ul>
</section>`;
}
