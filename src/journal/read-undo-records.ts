import { undoExit } from "./undo-exit.ts";

/** What became of an entry of a journal that was to be taken back. */
export interface UndoRecord {
  readonly entry: number;
  readonly title: string;
  /** As in the events of a run. */
  readonly outcome: "undone" | "already" | "foreign" | "none" | "failed";
  /** What its script said. */
  readonly message: string;
}

const outcomes: ReadonlyMap<number, UndoRecord["outcome"]> = new Map([
  [undoExit.undone, "undone"],
  [undoExit.already, "already"],
  [undoExit.foreign, "foreign"],
  [undoExit.none, "none"],
]);

/** The records that `undoScript` prints, in order. Lines that are none are passed over. */
export function readUndoRecords(stdout: string): UndoRecord[] {
  const records: UndoRecord[] = [];
  for (const line of stdout.split("\n")) {
    const [, entry, code, title] = /^lab-undo (\d{6}) (\d+) (.*)$/.exec(line) ?? [];
    const last = records.at(-1);
    if (title !== undefined) {
      const outcome = outcomes.get(Number(code)) ?? "failed";
      records.push({ entry: Number(entry), title, outcome, message: "" });
    } else if (last && line.startsWith(" ")) {
      const message = last.message === "" ? line.slice(1) : `${last.message}\n${line.slice(1)}`;
      records[records.length - 1] = { ...last, message };
    }
  }
  return records;
}
