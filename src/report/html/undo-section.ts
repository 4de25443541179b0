import type { UndoOutcome } from "../../engine/event.ts";
import type { RunStory } from "../run-story.ts";
import { html, type Part } from "./markup.ts";

const words: Readonly<Record<UndoOutcome, readonly [text: string, kind: string]>> = {
  undone: ["taken back", "changed"],
  already: ["as it was before", "ok"],
  foreign: ["left alone", "failed"],
  failed: ["not taken back", "failed"],
  none: ["no way back", "failed"],
};

/** Changes that were taken back, or could not be; nothing where none was to be. */
export function undoSection({ hosts }: RunStory): Part {
  const undos = hosts.flatMap((host) => host.undos);
  if (undos.length === 0) return "";
  return html`<section aria-labelledby="undone">
<h2 id="undone">Taken back</h2>
<div class="scroll"><table><thead><tr><th>host</th><th>outcome</th><th>change</th></tr></thead><tbody>
${undos.map(({ host, change, outcome, message }) => {
  const [text, kind] = words[outcome];
  return html`<tr><td>${host}</td><td><span class="badge k-${kind}">${text}</span></td><td>${change}${message === "" ? "" : html`<br><span class="quiet">${message}</span>`}</td></tr>
`;
})}</tbody></table></div>
</section>`;
}
