/** The style of the report page: light, dark, and paper; one column that a phone can show. */
export const reportStyle = `
:root {
  --page: #fbfbfa; --card: #fff; --ink: #1c1e21; --quiet: #62676e; --line: #e2e3e5; --track: #f0f1f2; --code: #f5f5f4;
  --ok: #3c9a5f; --changed: #c98a00; --failed: #c8323c; --covered: #dc8f96; --skipped: #b7bcc2; --deferred: #2f8fb3;
  --unfinished: #7d5bbe; --time: #6b7f99; --added: #e3f4e8; --removed: #fce8e9; --changed-ink: #8a5f00; --failed-ink: #b3232e;
  --on-badge: #fff;
}
@media screen and (prefers-color-scheme: dark) {
  :root {
    --page: #16181b; --card: #1e2125; --ink: #e6e7e9; --quiet: #9aa1a9; --line: #33373d; --track: #24282d; --code: #191c1f;
    --ok: #4caf73; --changed: #e0a526; --failed: #ef5a64; --covered: #9c4a51; --skipped: #565c64; --deferred: #4aabd0;
    --unfinished: #a486e0; --time: #8097b5; --added: #17301f; --removed: #3a1c1f; --changed-ink: #e0a526; --failed-ink: #ff7a83;
    --on-badge: #101214;
  }
}
* { box-sizing: border-box; }
html { color-scheme: light dark; -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "DejaVu Sans", sans-serif;
}
main { max-width: 74rem; margin: 0 auto; padding: 2rem 1.25rem 4rem; }
h1, h2, h3 { line-height: 1.25; overflow-wrap: anywhere; }
h1 { font-size: 1.8rem; margin: 0 0 1rem; letter-spacing: -0.01em; }
h2 { font-size: 1.15rem; margin: 2.75rem 0 0.75rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: 0.25rem 0; overflow-wrap: anywhere; }
.over { color: var(--quiet); margin: 0 0 0.25rem; }
.quiet, .where { color: var(--quiet); font-size: 0.87rem; }
.number { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.badge {
  display: inline-block; padding: 0.05em 0.55em; border-radius: 1em; background: var(--fill); color: var(--on-badge);
  font-size: 0.78rem; font-weight: 600; line-height: 1.6; vertical-align: 0.12em; letter-spacing: 0; white-space: nowrap;
}
.badge.k-changed, .badge.k-skipped, .badge.k-covered { color: #1c1e21; }
.k-ok { --fill: var(--ok); } .k-changed { --fill: var(--changed); } .k-failed { --fill: var(--failed); }
.k-covered { --fill: var(--covered); } .k-skipped { --fill: var(--skipped); } .k-deferred { --fill: var(--deferred); }
.k-unfinished { --fill: var(--unfinished); }
.t-failed { color: var(--failed-ink); font-weight: 600; } .t-changed { color: var(--changed-ink); }
.zero { color: var(--quiet); opacity: 0.55; }
.tiles { list-style: none; display: flex; flex-wrap: wrap; gap: 0.5rem 2.5rem; margin: 0 0 1rem; padding: 0; color: var(--quiet); }
.tiles b { display: block; color: var(--ink); font-size: 1.5rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; }
summary { cursor: pointer; }
:focus-visible { outline: 2px solid var(--deferred); outline-offset: 2px; border-radius: 4px; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: 0.5rem 1.5rem; margin: 0.75rem 0; }
dt { color: var(--quiet); font-size: 0.87rem; }
dd { margin: 0; overflow-wrap: anywhere; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.75rem 1rem; margin: 0 0 0.6rem; }
.card.failed { border-left: 4px solid var(--failed); } .card.covered { border-left: 4px solid var(--covered); }
.message { white-space: pre-wrap; margin-top: 0.4rem; }
.note { border-left: 4px solid var(--failed); padding-left: 0.75rem; margin-bottom: 0.6rem; }
pre {
  background: var(--code); border: 1px solid var(--line); border-radius: 6px; padding: 0.6rem 0.75rem; margin: 0.5rem 0;
  overflow: auto; max-height: 30rem; tab-size: 4;
}
pre, pre code { font: 0.82rem/1.45 ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; }
pre code { display: block; width: max-content; min-width: 100%; }
pre span { display: block; }
.added { background: var(--added); } .removed { background: var(--removed); } .hunk { color: var(--deferred); }
.row { display: flex; gap: 1rem; align-items: baseline; }
summary.row { display: flex; }
summary.row::before, summary.host::before { content: "▸"; color: var(--quiet); flex: none; width: 0.9rem; margin-right: -0.6rem; }
[open] > summary.row::before, [open] > summary.host::before { content: "▾"; }
p.row { padding: 0.35rem 1rem; }
.grow { flex: 1; min-width: 0; overflow-wrap: anywhere; }
.change { border-top: 1px solid var(--line); margin-top: 0.75rem; padding-top: 0.75rem; }
.change h3 { font-size: 0.92rem; font-weight: 600; }
.legend { list-style: none; display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; padding: 0; margin: 0 0 0.75rem; color: var(--quiet); font-size: 0.87rem; }
.swatch { vertical-align: -2px; }
.host { display: flex; gap: 1rem; align-items: center; padding: 0.12rem 0; list-style: none; }
.host::-webkit-details-marker { display: none; }
.axis::before { content: ""; flex: none; width: 0.9rem; margin-right: -0.6rem; }
.host .name { flex: none; width: 9rem; overflow-wrap: anywhere; line-height: 1.2; }
.host .sum { flex: none; width: 9.5rem; font-size: 0.87rem; font-variant-numeric: tabular-nums; }
.bars { display: block; flex: 1; min-width: 0; width: 100%; border-radius: 4px; }
.bars text { fill: var(--quiet); font-size: 11px; font-variant-numeric: tabular-nums; }
.track { fill: var(--track); } .time { fill: var(--time); } .play { stroke: var(--quiet); stroke-width: 1; }
rect[class*="k-"] { fill: var(--fill); }
.bar { stroke: var(--track); stroke-width: 0.5; }
.bar:hover { opacity: 0.75; }
.host-details[open] { background: var(--card); border: 1px solid var(--line); border-radius: 8px; padding: 0.35rem 0.75rem 0.75rem; margin: 0.35rem -0.75rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
th, td { text-align: left; padding: 0.32rem 0.75rem 0.32rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
thead th { color: var(--quiet); font-weight: 500; font-size: 0.82rem; white-space: nowrap; }
th.number, td.number { text-align: right; }
tbody th { font-weight: 600; }
.tasks { margin-top: 0.4rem; }
.tasks td:nth-child(3) { width: 100%; overflow-wrap: anywhere; min-width: 9rem; }
.slowest { list-style: none; padding: 0; margin: 0; display: grid; gap: 0.7rem; }
@media (max-width: 44rem) {
  main { padding: 1.25rem 0.9rem 3rem; }
  h1 { font-size: 1.4rem; }
  .host { flex-wrap: wrap; gap: 0.1rem 1rem; padding: 0.35rem 0; }
  .host .name { flex: 1; width: auto; font-weight: 600; }
  .host .sum { width: auto; }
  .host .bars { order: 3; flex: 0 0 100%; }
  .axis .name, .axis .sum { display: none; }
  .axis::before { display: none; }
  .tiles { gap: 0.5rem 1.75rem; }
}
@media print {
  :root { --page: #fff; }
  body { font-size: 11px; }
  main { max-width: none; padding: 0; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .card, .host, tr, li { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  pre { max-height: none; white-space: pre-wrap; overflow-wrap: anywhere; }
  .facts::details-content, .card::details-content { content-visibility: visible; block-size: auto; }
  pre code { width: auto; }
  summary.host::before { content: ""; }
}
`;
