import { writeFileSync } from "node:fs";
import { exitCode, InputError } from "../errors.ts";
import { findRun } from "../record/find-run.ts";
import { readEvents } from "../record/read-events.ts";
import { runFiles } from "../record/run-files.ts";
import { reportPage } from "../report/html/report-page.ts";
import { runFactRows } from "./run-lines.ts";
import { runOutcome } from "./run-words.ts";

/** `lab report`: writes the page of a run and says where. Throws InputError. */
export function reportCommand(named: string, output: string | null, write: (text: string) => void): number {
  const run = findRun(named);
  const { text, style } = runOutcome(run);
  const facts = [["run", run.id] as const, ...runFactRows(run)];
  const page = reportPage(readEvents(run.id), { outcome: text, isGood: style !== "red", facts });
  const file = output ?? runFiles(run.id).report;
  try {
    writeFileSync(file, page, { mode: 0o600 });
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new InputError({
      message: `the report cannot be written: ${reason}`,
      hint: "name another file with --output",
    });
  }
  write(`${file}\n`);
  return exitCode.ok;
}
