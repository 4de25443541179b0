import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { ownProcess } from "./own-process.ts";
import type { NewRun } from "./run-facts.ts";
import { runFiles, runsFolder } from "./run-files.ts";
import { type RecordHooks, RunRecord, recordTrouble } from "./run-record.ts";

/**
 * Begins the record of a run: a folder of its own for its owner alone, with what is run and the compiled plays, which
 * are plain data without secrets. Null, and `trouble`, where that cannot be written: a run does not need its record.
 */
export function openRunRecord(
  run: NewRun,
  compiled: unknown,
  hooks: RecordHooks,
  runs: string = runsFolder,
): RunRecord | null {
  const { folder, compiled: file } = runFiles(run.id, runs);
  try {
    makeRunsFolder(runs);
    mkdirSync(folder, { mode: 0o700 });
    const unended = { start: new Date().toISOString(), end: null, exitCode: null, totals: null };
    // A short secret may occur in an id or a time, which hold none.
    const { id, resumes, ...named } = run;
    const facts = { id, resumes, ...hooks.redact(named), ...ownProcess(), ...unended };
    const record = new RunRecord(facts, runs, hooks);
    writeFileSync(file, `${JSON.stringify(hooks.redact(compiled))}\n`, { mode: 0o600 });
    return record;
  } catch (error) {
    hooks.trouble(recordTrouble(error));
    return null;
  }
}

/** A record is nothing to commit: it holds what hosts say. */
function makeRunsFolder(runs: string): void {
  if (existsSync(runs)) return;
  const parent = dirname(runs);
  const isNew = !existsSync(parent);
  mkdirSync(runs, { recursive: true, mode: 0o700 });
  if (isNew) writeFileSync(join(parent, ".gitignore"), "*\n");
}
