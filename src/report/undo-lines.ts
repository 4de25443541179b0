import type { RunEvent, UndoOutcome } from "../engine/event.ts";
import type { Paint, Style } from "./paint.ts";

/** Changes that are named where a host says what it cannot take back. */
const namedChanges = 5;

const words: Readonly<Record<UndoOutcome, readonly [text: string, style: Style]>> = {
  undone: ["taken back", "yellow"],
  already: ["as it was before", "green"],
  foreign: ["left alone", "red"],
  failed: ["not taken back", "red"],
  none: ["no way back", "red"],
};

/** "[web1] taken back: writing /etc/hosts", and why a change was not. */
export function undoLines(event: RunEvent & { kind: "undo" }, paint: Paint): string[] {
  const [text, style] = words[event.outcome];
  const said = event.message === "" ? [] : event.message.split("\n");
  return [`[${event.host}] ${paint(style, text)}: ${event.change}`, ...said.map((line) => `  ${line}`)];
}

/** "no way back from: reboot, make-database and 3 more"; nothing where there is a way back from everything. */
export function irreversibleText(changes: readonly string[]): string {
  const more = changes.length - namedChanges;
  const named = changes.slice(0, namedChanges).join(", ");
  return `no way back from: ${named}${more > 0 ? ` and ${more} more` : ""}`;
}
